package dev.kekkai.cli.probe;

import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckk;
import dev.kekkai.cryptoki.Cko;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.TokenException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import javax.crypto.Cipher;

/** Whether a key in the token can be wrapped to an RSA key of this process. */
final class EphemeralRsaKey {
  private EphemeralRsaKey() {}

  static boolean wrapsTo(Bench bench) throws TokenException {
    Outcome<KnownKey> dek = bench.keys().dek();
    if (!dek.worked()) {
      return false;
    }
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(RsaPair.BITS);
      KeyPair pair = generator.generateKeyPair();
      Template imported = template((RSAPublicKey) pair.getPublic());
      for (OaepHash hash : OaepHash.ALL) {
        Outcome<byte[]> blob =
            bench.attempt(
                session -> {
                  ObjectHandle key = session.createObject(imported);
                  byte[] out = new byte[RsaPair.BITS / Byte.SIZE];
                  session.wrapKey(hash.mechanism(), key, dek.value().handle(), out);
                  return out;
                });
        if (blob.worked()) {
          Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
          cipher.init(Cipher.DECRYPT_MODE, pair.getPrivate(), hash.spec(OaepHash.NO_LABEL));
          return Arrays.equals(cipher.doFinal(blob.value()), dek.value().value());
        }
      }
      return false;
    } catch (GeneralSecurityException e) {
      return false; // what came back is no OAEP of this key
    }
  }

  private static Template template(RSAPublicKey key) {
    return Template.builder()
        .with(Cka.CLASS, Cko.PUBLIC_KEY)
        .with(Cka.KEY_TYPE, Ckk.RSA)
        .with(Cka.TOKEN, false)
        .with(Cka.WRAP, true)
        .with(Cka.MODULUS, unsigned(key.getModulus()))
        .with(Cka.PUBLIC_EXPONENT, unsigned(key.getPublicExponent()))
        .build();
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 && bytes.length > 1 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }
}
