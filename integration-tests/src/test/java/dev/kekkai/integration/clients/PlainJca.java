package dev.kekkai.integration.clients;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * A program as an application writes it: JCA and nothing else. With a provider's name it names it
 * everywhere, without one it names it nowhere a key decides.
 */
public final class PlainJca {
  private static final String GCM = "AES/GCM/NoPadding";

  private final String provider;
  private final boolean named;

  PlainJca(String provider, boolean named) {
    this.provider = provider;
    this.named = named;
  }

  /** Generates a DEK and returns it wrapped, with a text under it. */
  String seal(String kek, String text) throws Exception {
    SecretKey dek = KeyGenerator.getInstance("AES", provider).generateKey();
    Cipher wrap = cipher("AESWrap");
    wrap.init(Cipher.WRAP_MODE, kek(kek));
    byte[] wrapped = wrap.wrap(dek);
    Cipher encrypt = cipher(GCM);
    encrypt.init(Cipher.ENCRYPT_MODE, dek);
    encrypt.updateAAD(kek.getBytes());
    byte[] sealed = encrypt.doFinal(text.getBytes());
    dek.destroy();
    return String.join(" ", base64(wrapped), base64(encrypt.getIV()), base64(sealed));
  }

  /** Unwraps the DEK and decrypts the text. */
  String open(String kek, String message) throws Exception {
    byte[][] parts =
        Arrays.stream(message.split(" ")).map(Base64.getDecoder()::decode).toArray(byte[][]::new);
    Cipher unwrap = cipher("AESWrap");
    unwrap.init(Cipher.UNWRAP_MODE, kek(kek));
    SecretKey dek = (SecretKey) unwrap.unwrap(parts[0], "AES", Cipher.SECRET_KEY);
    Cipher decrypt = cipher(GCM);
    decrypt.init(Cipher.DECRYPT_MODE, dek, new GCMParameterSpec(128, parts[1]));
    decrypt.updateAAD(kek.getBytes());
    return new String(decrypt.doFinal(parts[2]));
  }

  private Cipher cipher(String transformation) throws GeneralSecurityException {
    return named
        ? Cipher.getInstance(transformation, provider)
        : Cipher.getInstance(transformation);
  }

  private Key kek(String alias) throws Exception {
    KeyStore store = KeyStore.getInstance("Kekkai", provider);
    store.load(null, null);
    return store.getKey(alias, null);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Arguments: the provider's name, the KEK, and a message to open; prints it and a new one. */
  public static void main(String[] args) throws Exception {
    PlainJca program = new PlainJca(args[0], false);
    System.out.println(program.open(args[1], args[2]));
    System.out.println(program.seal(args[1], "hello from another process"));
  }
}
