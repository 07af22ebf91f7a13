package dev.kekkai.formats.kekset;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.ECKey;
import dev.kekkai.formats.encoding.NistCurve;
import java.security.ProviderException;
import java.security.interfaces.ECPublicKey;

/**
 * A public seal key with the one algorithm it is used with, which follows from its curve.
 *
 * @param key the key, a point of its curve
 * @param curve its curve
 * @param thumbprint its JWK thumbprint with SHA-256 in base64url (RFC 7638): the {@code kid}
 */
record SealKey(ECPublicKey key, NistCurve curve, String thumbprint) {
  /** The header's {@code typ}, so that no other JWS of the same key passes for a KEK set. */
  static final String TYPE = "kekkai-keks+jwt";

  /** The longest JWS, in characters (1 MiB). */
  static final int MAX_CHARS = 1024 * 1024;

  static SealKey of(ECPublicKey key) {
    NistCurve curve =
        NistCurve.of(key)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "A seal key is a point on " + NistCurve.NAMES + "; this one is not"));
    try {
      String thumbprint =
          new ECKey.Builder(curve.jose(), key).build().computeThumbprint().toString();
      return new SealKey(key, curve, thumbprint);
    } catch (JOSEException e) {
      throw new ProviderException("No provider offers SHA-256", e);
    }
  }

  JWSAlgorithm algorithm() {
    return curve.signature();
  }
}
