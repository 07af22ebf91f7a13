package dev.kekkai.formats.encoding;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.ECKey;
import java.security.ProviderException;
import java.security.interfaces.ECPublicKey;

/**
 * A public seal key with the one algorithm it is used with, which follows from its curve.
 *
 * @param key the key, a point of its curve
 * @param curve its curve
 * @param thumbprint its JWK thumbprint with SHA-256 in base64url (RFC 7638): the {@code kid}
 */
public record SealKey(ECPublicKey key, NistCurve curve, String thumbprint) {
  /**
   * A seal key.
   *
   * @param key on P-256, P-384 or P-521
   * @return the key, with what follows from it
   * @throws IllegalArgumentException when the curve is another one
   */
  public static SealKey of(ECPublicKey key) {
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

  /**
   * How it signs.
   *
   * @return for instance ES256
   */
  public JWSAlgorithm algorithm() {
    return curve.signature();
  }
}
