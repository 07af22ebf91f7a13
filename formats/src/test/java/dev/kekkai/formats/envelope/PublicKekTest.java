package dev.kekkai.formats.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.kekkai.formats.encoding.NistCurve;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.RSAPublicKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicKekTest {

  @Test
  void the_kid_is_taken_apart() throws Exception {
    PublicKek kek =
        new PublicKek("card-holders_2.v999999999", EnvelopeVectors.pair("p521").getPublic());

    assertThat(kek.name()).isEqualTo("card-holders_2");
    assertThat(kek.version()).isEqualTo(999_999_999);
    assertThat(kek.algorithm()).isEqualTo(SealAlgorithm.ECDH_ES_A256KW);
    assertThat(kek).hasToString("PublicKek[card-holders_2.v999999999, ECDH-ES+A256KW]");
  }

  @Test
  void an_rsa_key_seals_with_oaep() throws Exception {
    PublicKek kek = new PublicKek("payments.v1", EnvelopeVectors.pair("rsa").getPublic());

    assertThat(kek.algorithm()).isEqualTo(SealAlgorithm.RSA_OAEP_256);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "payments", "payments.v", "payments.v0", "payments.v01", "payments.v1000000000",
        "payments.V1", " payments.v1", "payments.v1\n", "päyments.v1", "a.b.v1", ".v1"
      })
  void another_way_to_write_a_kid_is_refused(String kid) throws Exception {
    PublicKey key = EnvelopeVectors.pair("p256").getPublic();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PublicKek(kid, key))
        .withMessage("The kid of a KEK is written NAME.vN, such as payments.v3");
  }

  @Test
  void a_name_has_at_most_48_characters() throws Exception {
    PublicKey key = EnvelopeVectors.pair("p256").getPublic();

    assertThat(new PublicKek("x".repeat(48) + ".v1", key).name()).hasSize(48);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PublicKek("x".repeat(49) + ".v1", key));
  }

  @Test
  void a_weak_rsa_key_is_refused() throws Exception {
    PublicKey weak = rsa(BigInteger.ONE.shiftLeft(2047).setBit(0), 65_537);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PublicKek("payments.v1", weak))
        .withMessage("KEK payments.v1 has 2048 bits; an RSA KEK here has from 3072 to 8192");
  }

  @Test
  void an_unusual_exponent_is_refused() throws Exception {
    BigInteger modulus = ((RSAPublicKey) EnvelopeVectors.pair("rsa").getPublic()).getModulus();
    PublicKey three = rsa(modulus, 3);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PublicKek("payments.v1", three))
        .withMessageContaining("65537 is the usual one");
  }

  @Test
  void a_key_off_its_curve_is_refused() {
    PublicKey off = NistCurve.P_256.key(new ECPoint(BigInteger.ONE, BigInteger.ONE));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PublicKek("payments.v1", off))
        .withMessageContaining("no point on P-256, P-384 or P-521");
  }

  @Test
  void another_kind_of_key_is_refused() throws Exception {
    PublicKey ed = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PublicKek("payments.v1", ed))
        .withMessageContaining("neither an RSA nor an EC key");
  }

  private static PublicKey rsa(BigInteger modulus, int exponent) throws Exception {
    return KeyFactory.getInstance("RSA")
        .generatePublic(new RSAPublicKeySpec(modulus, BigInteger.valueOf(exponent)));
  }
}
