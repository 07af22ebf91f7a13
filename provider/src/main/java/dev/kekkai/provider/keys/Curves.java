package dev.kekkai.provider.keys;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECGenParameterSpec;
import java.util.Locale;
import java.util.Map;

/** The NIST curves in use, by the length of their field. */
final class Curves {
  private static final Map<Integer, String> NAMES =
      Map.of(256, "secp256r1", 384, "secp384r1", 521, "secp521r1");

  private Curves() {}

  /** DER of the named curve, as CKA_EC_PARAMS wants it. */
  static byte[] parameters(int bits) {
    String name = NAMES.get(bits);
    if (name == null) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "There is no NIST curve of %d bits here", bits));
    }
    try {
      AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
      curve.init(new ECGenParameterSpec(name));
      return curve.getEncoded();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("This JDK does not know " + name, e);
    }
  }
}
