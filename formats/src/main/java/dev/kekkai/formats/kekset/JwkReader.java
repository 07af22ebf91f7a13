package dev.kekkai.formats.kekset;

import dev.kekkai.formats.encoding.Base64Url;
import dev.kekkai.formats.encoding.NistCurve;
import dev.kekkai.formats.envelope.PublicKek;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.spec.ECPoint;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.RSAPublicKeySpec;
import java.util.Map;
import java.util.Set;

/** A JWK (RFC 7517) of a KEK set as a public KEK. */
final class JwkReader {
  /** RSA-8192. */
  private static final int MAX_MODULUS_BYTES = 1024;

  private static final int MAX_EXPONENT_BYTES = 8;

  /** What only a private or secret key has (RFC 7518, section 6). */
  private static final Set<String> PRIVATE = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

  private final Members jwk;

  private JwkReader(Map<?, ?> jwk) {
    this.jwk = new Members(jwk, "A key of the KEK set");
  }

  static PublicKek read(Object value) throws KekSetException {
    if (value instanceof Map<?, ?> jwk) {
      return new JwkReader(jwk).kek();
    }
    throw new KekSetException("A key of the KEK set is no JSON object");
  }

  private PublicKek kek() throws KekSetException {
    for (String name : PRIVATE) {
      if (jwk.has(name)) {
        throw new KekSetException("A key of the KEK set holds a private part, " + name);
      }
    }
    PublicKek kek;
    try {
      kek = new PublicKek(jwk.text("kid"), key());
    } catch (IllegalArgumentException e) {
      throw new KekSetException(String.valueOf(e.getMessage()));
    }
    if (!jwk.text("use").equals("enc") || !jwk.text("alg").equals(kek.algorithm().jose())) {
      throw new KekSetException(
          "KEK " + kek.kid() + " is not for the use enc with " + kek.algorithm().jose());
    }
    return kek;
  }

  private PublicKey key() throws KekSetException {
    return switch (jwk.text("kty")) {
      case "RSA" -> rsa();
      case "EC" -> ec();
      default -> throw new KekSetException("A key of the KEK set is of another kty than RSA or EC");
    };
  }

  private PublicKey rsa() throws KekSetException {
    BigInteger modulus = number("n", MAX_MODULUS_BYTES);
    BigInteger exponent = number("e", MAX_EXPONENT_BYTES);
    try {
      return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
    } catch (InvalidKeySpecException e) {
      throw new KekSetException("An RSA key of the KEK set is one that no provider takes");
    } catch (NoSuchAlgorithmException e) {
      throw new ProviderException("No provider offers RSA keys", e);
    }
  }

  private PublicKey ec() throws KekSetException {
    NistCurve curve =
        NistCurve.named(jwk.text("crv"))
            .orElseThrow(
                () ->
                    new KekSetException(
                        "A key of the KEK set is on another curve than " + NistCurve.NAMES));
    ECPoint point = new ECPoint(coordinate("x", curve), coordinate("y", curve));
    if (!curve.has(point)) {
      throw new KekSetException("A key of the KEK set is no point of its curve");
    }
    return curve.key(point);
  }

  private BigInteger coordinate(String name, NistCurve curve) throws KekSetException {
    byte[] bytes = bytes(name, curve.coordinateBytes());
    if (bytes.length != curve.coordinateBytes()) {
      throw new KekSetException(
          "A coordinate of the KEK set is not the base64url of "
              + curve.coordinateBytes()
              + " bytes");
    }
    return new BigInteger(1, bytes);
  }

  /** Base64urlUInt (RFC 7518, section 2): no zero byte in front. */
  private BigInteger number(String name, int maxBytes) throws KekSetException {
    byte[] bytes = bytes(name, maxBytes);
    if (bytes.length == 0 || bytes[0] == 0) {
      throw new KekSetException(
          "A number " + name + " of the KEK set is empty or begins with a zero byte");
    }
    return new BigInteger(1, bytes);
  }

  private byte[] bytes(String name, int maxBytes) throws KekSetException {
    return Base64Url.decode(
        jwk.text(name), maxBytes, m -> new KekSetException("A member " + name + ": " + m));
  }
}
