package dev.kekkai.benchmarks.contender;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;

/**
 * The JDK's PKCS#11 provider on the same module and token, with the same KEK. It keeps a software
 * key that it wrapped once in the token, so that its {@code wrap} is C_WrapKey alone.
 */
final class SunPkcs11Contender implements Contender {
  private static final String KEY_WRAP = "AES/KW/NoPadding";

  private final Provider provider;
  private final SecretKey kek;
  private final SecretKey dek;

  private SunPkcs11Contender(Provider provider, char[] pin)
      throws GeneralSecurityException, IOException {
    this.provider = provider;
    KeyStore keys = KeyStore.getInstance("PKCS11", provider);
    keys.load(null, pin);
    if (!(keys.getKey(BenchToken.KEK_LABEL, null) instanceof SecretKey found)) {
      throw new KeyException("SunPKCS11 finds no key " + BenchToken.KEK_LABEL);
    }
    kek = found;
    KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
    generator.init(256);
    dek = generator.generateKey();
  }

  static SunPkcs11Contender open(BenchToken token) throws GeneralSecurityException, IOException {
    Path file = token.folder().resolve("sunpkcs11-" + token.name() + ".cfg");
    Files.writeString(file, configuration(token));
    Provider provider = Security.getProvider("SunPKCS11").configure(file.toString());
    return new SunPkcs11Contender(provider, token.pin());
  }

  private static String configuration(BenchToken token) {
    String slot =
        token.moduleArgs().isEmpty()
            ? "slotListIndex = 0\n"
            : "slot = 2\nnssArgs = \"" + token.moduleArgs() + "\"\n";
    return "name = bench\nlibrary = " + token.module() + "\n" + slot;
  }

  @Override
  public String version() {
    return String.format(Locale.ROOT, "SunPKCS11 %s", provider.getVersionStr());
  }

  @Override
  public Optional<Work> work(Operation operation, int bytes) throws Exception {
    return switch (operation) {
      case WRAP_ALONE -> offers(KEY_WRAP) ? Optional.of(wrapping()) : Optional.empty();
      case UNWRAP_ALONE -> offers(KEY_WRAP) ? Optional.of(unwrapping()) : Optional.empty();
      case ENCRYPT, ENCRYPT_IV, DECRYPT -> new GcmWorks(provider, dek).work(operation, bytes);
      default -> Optional.empty();
    };
  }

  private boolean offers(String transformation) throws GeneralSecurityException {
    try {
      Cipher.getInstance(transformation, provider);
      return true;
    } catch (NoSuchAlgorithmException e) {
      return false;
    }
  }

  private Work wrapping() throws GeneralSecurityException {
    SecretKey key = SoftwareKey.fresh();
    Cipher cipher = keyWrap(Cipher.WRAP_MODE);
    cipher.wrap(key);
    return () -> cipher.wrap(key);
  }

  private Work unwrapping() throws GeneralSecurityException {
    SecretKey key = SoftwareKey.fresh();
    byte[] blob = keyWrap(Cipher.WRAP_MODE).wrap(key);
    Cipher cipher = keyWrap(Cipher.UNWRAP_MODE);
    Key first = cipher.unwrap(blob, "AES", Cipher.SECRET_KEY);
    KeyProof.same(key, (SecretKey) first, provider);
    return () -> cipher.unwrap(blob, "AES", Cipher.SECRET_KEY);
  }

  private Cipher keyWrap(int mode) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(KEY_WRAP, provider);
    cipher.init(mode, kek);
    return cipher;
  }

  @Override
  public void close() {
    // SunPKCS11 has nothing to close; the process ends
  }
}
