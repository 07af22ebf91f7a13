package dev.kekkai.formats.encoding;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.utils.ECChecks;
import com.nimbusds.jose.jwk.Curve;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.util.Optional;

/** The curves in use (RFC 7518, section 6.2.1.1), with points checked in full. */
@SuppressWarnings("ImmutableEnumChecker") // Nimbus' names of curves and algorithms are immutable
public enum NistCurve {
  /** With ES256. */
  P_256(Curve.P_256, JWSAlgorithm.ES256, 32),
  /** With ES384. */
  P_384(Curve.P_384, JWSAlgorithm.ES384, 48),
  /** With ES512. */
  P_521(Curve.P_521, JWSAlgorithm.ES512, 66);

  /** For messages. */
  public static final String NAMES = "P-256, P-384 or P-521";

  private final Curve curve;
  private final JWSAlgorithm signature;
  private final int coordinateBytes;

  NistCurve(Curve curve, JWSAlgorithm signature, int coordinateBytes) {
    this.curve = curve;
    this.signature = signature;
    this.coordinateBytes = coordinateBytes;
  }

  /**
   * The curve of a name.
   *
   * @param name as in {@code crv}
   * @return empty for other names
   */
  public static Optional<NistCurve> named(String name) {
    for (NistCurve each : values()) {
      if (each.curve.getName().equals(name)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /**
   * The curve of a key.
   *
   * @param params the key's parameters, named or not
   * @return empty for other curves
   */
  public static Optional<NistCurve> of(ECParameterSpec params) {
    for (NistCurve each : values()) {
      if (same(each.params(), params)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /**
   * The curve of a public key whose point is on it.
   *
   * @param key the key
   * @return empty for other curves and for what is no point
   */
  public static Optional<NistCurve> of(ECPublicKey key) {
    return of(key.getParams()).filter(curve -> curve.has(key.getW()));
  }

  private static boolean same(ECParameterSpec a, ECParameterSpec b) {
    return a.getCurve().getField().equals(b.getCurve().getField())
        && a.getCurve().getA().equals(b.getCurve().getA())
        && a.getCurve().getB().equals(b.getCurve().getB())
        && a.getGenerator().equals(b.getGenerator())
        && a.getOrder().equals(b.getOrder())
        && a.getCofactor() == b.getCofactor();
  }

  /**
   * For Nimbus.
   *
   * @return the same curve
   */
  public Curve jose() {
    return curve;
  }

  /**
   * The one ECDSA algorithm of this curve (RFC 7518, section 3.4).
   *
   * @return for instance ES256
   */
  public JWSAlgorithm signature() {
    return signature;
  }

  /**
   * The length of a coordinate.
   *
   * @return in bytes
   */
  public int coordinateBytes() {
    return coordinateBytes;
  }

  /**
   * The domain parameters.
   *
   * @return as the JDK has them
   */
  public ECParameterSpec params() {
    return curve.toECParameterSpec();
  }

  /**
   * Full validation of a public key (SP 800-56A, section 5.6.2.3.3): a point off the curve would
   * tell bits of the private key. The cofactor is 1, so the order needs no look.
   *
   * @param point what somebody says is a public key
   * @return whether it is a point of the curve and not its neutral one
   */
  public boolean has(ECPoint point) {
    if (point.equals(ECPoint.POINT_INFINITY)
        || !(params().getCurve().getField() instanceof ECFieldFp field)) {
      return false;
    }
    BigInteger x = point.getAffineX();
    BigInteger y = point.getAffineY();
    return isElement(x, field) && isElement(y, field) && ECChecks.isPointOnCurve(x, y, params());
  }

  private static boolean isElement(BigInteger number, ECFieldFp field) {
    return number.signum() >= 0 && number.compareTo(field.getP()) < 0;
  }

  /**
   * A public key.
   *
   * @param point a point that {@link #has} takes
   * @return the key
   */
  public ECPublicKey key(ECPoint point) {
    try {
      return (ECPublicKey)
          KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, params()));
    } catch (NoSuchAlgorithmException | InvalidKeySpecException e) {
      throw new ProviderException("No provider makes a public key on " + curve, e);
    }
  }
}
