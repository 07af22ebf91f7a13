package dev.kekkai.provider.spi.agree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.profile.PointEncoding;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerPointTest {
  private static ECPublicKey key(int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(bits);
    return (ECPublicKey) generator.generateKeyPair().getPublic();
  }

  @ParameterizedTest
  @CsvSource({"256, 65, 2", "384, 97, 2", "521, 133, 3"})
  void encodesTheUncompressedPointAloneOrAsAnOctetString(int bits, int length, int header)
      throws Exception {
    ECPublicKey key = key(bits);
    PeerPoint point = PeerPoint.of(key, key.getParams());

    byte[] raw = point.encode(PointEncoding.RAW);
    byte[] der = point.encode(PointEncoding.DER);

    assertThat(raw).hasSize(length).startsWith(4);
    assertThat(new BigInteger(1, java.util.Arrays.copyOfRange(raw, 1, 1 + length / 2)))
        .isEqualTo(key.getW().getAffineX());
    assertThat(der).hasSize(length + header).startsWith(4).endsWith(raw);
    assertThat(der[header - 1] & 0xFF).isEqualTo(length);
  }

  @Test
  void refusesAnotherCurve() throws Exception {
    ECPublicKey key = key(384);
    assertThatThrownBy(() -> PeerPoint.of(key, key(256).getParams()))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining("another curve");
  }

  @Test
  void refusesInfinityAndPointsOffTheCurveOrOutOfTheField() throws Exception {
    ECPublicKey key = key(256);
    BigInteger x = key.getW().getAffineX();
    BigInteger y = key.getW().getAffineY();
    BigInteger p = ((ECFieldFp) key.getParams().getCurve().getField()).getP();

    refuses(key.getParams(), ECPoint.POINT_INFINITY);
    refuses(key.getParams(), new ECPoint(x, y.add(BigInteger.ONE)));
    refuses(key.getParams(), new ECPoint(x.add(p), y));
    refuses(key.getParams(), new ECPoint(x, y.subtract(p)));
    refuses(key.getParams(), new ECPoint(BigInteger.ZERO, BigInteger.ZERO));
  }

  private static void refuses(ECParameterSpec curve, ECPoint point) {
    assertThatThrownBy(() -> PeerPoint.of(new Forged(curve, point), curve))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining("no point");
  }

  private record Forged(ECParameterSpec getParams, ECPoint getW) implements ECPublicKey {
    private static final long serialVersionUID = 1L;

    @Override
    public String getAlgorithm() {
      return "EC";
    }

    @Override
    public String getFormat() {
      return null;
    }

    @Override
    public byte[] getEncoded() {
      return null;
    }
  }
}
