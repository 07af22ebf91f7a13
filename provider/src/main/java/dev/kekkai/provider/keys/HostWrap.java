package dev.kekkai.provider.keys;

import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.TokenException;
import java.security.GeneralSecurityException;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.Locale;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/**
 * RSA-OAEP by the public half of a KEK in this process, for modules that have no C_WrapKey ({@code
 * wrap.functions = no}).
 */
final class HostWrap {
  private HostWrap() {}

  /** Wraps a key under a KEK, which has to be an RSA one. */
  static byte[] wrap(byte[] value, TokenKey kek, Mechanism mechanism) throws TokenException {
    if (!(kek.publicKey() instanceof RSAPublicKey rsa)) {
      throw TokenKeys.wrongKind(kek, "an RSA KEK, the only kind for a module without C_WrapKey");
    }
    return wrap(value, rsa, mechanism);
  }

  /** Wraps a key with a public key. */
  static byte[] wrap(byte[] value, RSAPublicKey rsa, Mechanism mechanism) throws TokenException {
    if (!(mechanism instanceof Mechanism.RsaOaep oaep)) {
      throw new IllegalArgumentException("RSA wraps by RSA-OAEP, not by " + mechanism.type());
    }
    String digest = WrapMechanisms.digest(oaep);
    try {
      Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding", "SunJCE");
      cipher.init(
          Cipher.ENCRYPT_MODE, // a key to be wrapped would be a copy that nobody wipes
          rsa,
          new OAEPParameterSpec(
              digest, "MGF1", new MGF1ParameterSpec(digest), new PSource.PSpecified(oaep.label())));
      return cipher.doFinal(value);
    } catch (GeneralSecurityException e) {
      throw new TokenException(
          String.format(
              Locale.ROOT,
              "RSA-OAEP with %s under a key of %d bits failed",
              digest,
              rsa.getModulus().bitLength()),
          false,
          e);
    }
  }
}
