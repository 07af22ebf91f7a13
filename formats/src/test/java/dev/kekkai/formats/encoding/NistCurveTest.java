package dev.kekkai.formats.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NistCurveTest {

  @ParameterizedTest
  @EnumSource
  void a_key_of_the_jdk_is_known_by_its_parameters(NistCurve curve) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(curve.params());
    ECPublicKey key = (ECPublicKey) generator.generateKeyPair().getPublic();

    assertThat(NistCurve.of(key)).contains(curve);
    assertThat(NistCurve.of(key.getParams())).contains(curve);
    assertThat(curve.key(key.getW())).isEqualTo(key);
    assertThat(NistCurve.named(curve.jose().getName())).contains(curve);
  }

  @ParameterizedTest
  @EnumSource
  void only_a_point_of_the_curve_is_one(NistCurve curve) {
    ECPoint g = curve.params().getGenerator();
    BigInteger p = ((ECFieldFp) curve.params().getCurve().getField()).getP();

    assertThat(curve.has(g)).isTrue();
    assertThat(curve.has(new ECPoint(g.getAffineX(), p.subtract(g.getAffineY())))).isTrue();
    assertThat(curve.has(ECPoint.POINT_INFINITY)).isFalse();
    assertThat(curve.has(new ECPoint(BigInteger.ZERO, BigInteger.ZERO))).isFalse();
    assertThat(curve.has(new ECPoint(g.getAffineX(), g.getAffineY().flipBit(0)))).isFalse();
    // The same numbers modulo p, which some code takes for the same point.
    assertThat(curve.has(new ECPoint(g.getAffineX().add(p), g.getAffineY()))).isFalse();
    assertThat(curve.has(new ECPoint(g.getAffineX(), g.getAffineY().add(p)))).isFalse();
    assertThat(curve.has(new ECPoint(g.getAffineX(), g.getAffineY().negate()))).isFalse();
  }

  @Test
  void a_point_of_another_curve_is_none() {
    assertThat(NistCurve.P_384.has(NistCurve.P_256.params().getGenerator())).isFalse();
    assertThat(NistCurve.P_256.has(NistCurve.P_521.params().getGenerator())).isFalse();
  }

  @Test
  void a_curve_that_differs_in_one_parameter_is_another() {
    ECParameterSpec p256 = NistCurve.P_256.params();
    EllipticCurve curve = p256.getCurve();
    ECPoint g = p256.getGenerator();
    ECPoint negative =
        new ECPoint(
            g.getAffineX(), g.getAffineY().negate().mod(((ECFieldFp) curve.getField()).getP()));
    EllipticCurve b = new EllipticCurve(curve.getField(), curve.getA(), curve.getB().flipBit(0));

    assertThat(NistCurve.of(new ECParameterSpec(curve, g, p256.getOrder(), 1)))
        .contains(NistCurve.P_256);
    assertThat(NistCurve.of(new ECParameterSpec(curve, negative, p256.getOrder(), 1))).isEmpty();
    assertThat(NistCurve.of(new ECParameterSpec(curve, g, p256.getOrder(), 2))).isEmpty();
    assertThat(NistCurve.of(new ECParameterSpec(b, g, p256.getOrder(), 1))).isEmpty();
  }

  @Test
  void other_names_are_none_of_these() {
    assertThat(NistCurve.named("secp256r1")).isEmpty();
    assertThat(NistCurve.named("P-256K")).isEmpty();
    assertThat(NistCurve.named("p-256")).isEmpty();
  }
}
