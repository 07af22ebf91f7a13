package dev.kekkai.formats.httpsig;

import dev.kekkai.formats.encoding.NistCurve;
import java.security.Key;
import java.security.PrivateKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.NamedParameterSpec;

/**
 * What kind of key a key is. An opaque private key may show nothing but the name of its algorithm;
 * a public one shows all.
 */
final class KeyFit {

  private KeyFit() {}

  static boolean isEd25519(Key key) {
    if (key instanceof EdECKey edwards) {
      return edwards.getParams().getName().equalsIgnoreCase(NamedParameterSpec.ED25519.getName());
    }
    return isOpaque(key, "Ed25519") || isOpaque(key, "EdDSA");
  }

  static boolean isP256(Key key) {
    if (key instanceof ECKey ec) {
      return NistCurve.of(ec.getParams()).filter(NistCurve.P_256::equals).isPresent();
    }
    return isOpaque(key, "EC");
  }

  static boolean isRsa(Key key, int minBits, int maxBits) {
    if (key instanceof RSAKey rsa) {
      int bits = rsa.getModulus().bitLength();
      return bits >= minBits && bits <= maxBits;
    }
    return isOpaque(key, "RSA") || isOpaque(key, "RSASSA-PSS");
  }

  private static boolean isOpaque(Key key, String algorithm) {
    return key instanceof PrivateKey && key.getAlgorithm().equals(algorithm);
  }
}
