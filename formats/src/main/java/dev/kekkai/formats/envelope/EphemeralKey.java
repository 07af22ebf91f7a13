package dev.kekkai.formats.envelope;

import dev.kekkai.formats.encoding.Base64Url;
import dev.kekkai.formats.encoding.NistCurve;
import java.math.BigInteger;
import java.security.spec.ECPoint;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sender's ephemeral public key as the header has it (RFC 7518, section 4.6.1.1). Whether the
 * point is on the curve is looked at when the envelope is opened.
 *
 * @param curve the curve named
 * @param point two numbers
 */
record EphemeralKey(NistCurve curve, ECPoint point) {
  private static final Set<String> MEMBERS = Set.of("kty", "crv", "x", "y");

  static EphemeralKey read(@Nullable Object epk) throws EnvelopeFormatException {
    if (!(epk instanceof Map<?, ?> jwk) || !jwk.keySet().equals(MEMBERS)) {
      throw new EnvelopeFormatException(
          "The header's epk is no object of kty, crv, x and y, and nothing else");
    }
    if (!"EC".equals(jwk.get("kty")) || !(jwk.get("crv") instanceof String name)) {
      throw new EnvelopeFormatException("The header's epk is no key of kty EC with a curve");
    }
    NistCurve curve =
        NistCurve.named(name)
            .orElseThrow(
                () ->
                    new EnvelopeFormatException(
                        "The header's epk is on another curve than " + NistCurve.NAMES));
    return new EphemeralKey(
        curve, new ECPoint(coordinate(jwk.get("x"), curve), coordinate(jwk.get("y"), curve)));
  }

  private static BigInteger coordinate(@Nullable Object value, NistCurve curve)
      throws EnvelopeFormatException {
    int length = curve.coordinateBytes();
    if (value instanceof String text) {
      byte[] bytes =
          Base64Url.decode(
              text, length, m -> new EnvelopeFormatException("A coordinate of the epk: " + m));
      if (bytes.length == length) {
        return new BigInteger(1, bytes);
      }
    }
    throw new EnvelopeFormatException(
        "A coordinate of the epk is not the base64url of " + length + " bytes");
  }
}
