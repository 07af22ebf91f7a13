package dev.kekkai.provider.spi.agree;

import dev.kekkai.config.profile.PointEncoding;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;

/**
 * The other side's point, checked in full before the token sees it (SP 800-56A, section 5.6.2.3.3):
 * a point off the curve would tell bits of the private key (invalid-curve attack).
 */
final class PeerPoint {
  private static final int UNCOMPRESSED = 0x04;
  private static final int OCTET_STRING = 0x04;
  private static final int LONG_FORM_1 = 0x81;

  private final byte[] encoded;

  private PeerPoint(byte[] encoded) {
    this.encoded = encoded;
  }

  static PeerPoint of(ECPublicKey peer, ECParameterSpec own) throws InvalidKeyException {
    if (!sameCurve(peer.getParams(), own)) {
      throw new InvalidKeyException("The other side's key is on another curve than the KEK");
    }
    ECPoint w = peer.getW();
    if (!isOnCurve(w, own.getCurve())) {
      throw new InvalidKeyException("The other side's key is no point of the curve");
    }
    return new PeerPoint(uncompressed(w, own));
  }

  private static boolean sameCurve(ECParameterSpec a, ECParameterSpec b) {
    return a.getCurve().getField().equals(b.getCurve().getField())
        && a.getCurve().getA().equals(b.getCurve().getA())
        && a.getCurve().getB().equals(b.getCurve().getB())
        && a.getGenerator().equals(b.getGenerator())
        && a.getOrder().equals(b.getOrder())
        && a.getCofactor() == b.getCofactor();
  }

  /** y^2 = x^3 + ax + b over a prime field; NIST's curves have cofactor 1, so that is all. */
  private static boolean isOnCurve(ECPoint w, EllipticCurve curve) {
    if (w.equals(ECPoint.POINT_INFINITY) || !(curve.getField() instanceof ECFieldFp field)) {
      return false;
    }
    BigInteger p = field.getP();
    BigInteger x = w.getAffineX();
    BigInteger y = w.getAffineY();
    if (x.signum() < 0 || y.signum() < 0 || x.compareTo(p) >= 0 || y.compareTo(p) >= 0) {
      return false;
    }
    BigInteger right = x.pow(2).add(curve.getA()).multiply(x).add(curve.getB()).mod(p);
    return y.pow(2).mod(p).equals(right);
  }

  private static byte[] uncompressed(ECPoint w, ECParameterSpec params) {
    int size = (params.getCurve().getField().getFieldSize() + 7) / Byte.SIZE;
    byte[] point = new byte[1 + 2 * size];
    point[0] = UNCOMPRESSED;
    put(w.getAffineX(), point, 1, size);
    put(w.getAffineY(), point, 1 + size, size);
    return point;
  }

  private static void put(BigInteger number, byte[] to, int offset, int size) {
    byte[] bytes = number.toByteArray();
    int skip = Math.max(0, bytes.length - size); // a sign byte
    int length = bytes.length - skip;
    System.arraycopy(bytes, skip, to, offset + size - length, length);
  }

  byte[] encode(PointEncoding encoding) {
    if (encoding == PointEncoding.RAW) {
      return encoded.clone();
    }
    boolean isLong = encoded.length > 0x7F; // at most 133 bytes, for P-521
    int header = isLong ? 3 : 2;
    byte[] der = new byte[header + encoded.length];
    der[0] = OCTET_STRING;
    if (isLong) {
      der[1] = (byte) LONG_FORM_1;
    }
    der[header - 1] = (byte) encoded.length;
    System.arraycopy(encoded, 0, der, header, encoded.length);
    return der;
  }
}
