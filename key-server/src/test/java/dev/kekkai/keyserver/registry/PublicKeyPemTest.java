package dev.kekkai.keyserver.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.formats.httpsig.SignatureAlgorithm;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which public keys a client may have. */
class PublicKeyPemTest {
  private static PublicKey parse(SignatureAlgorithm algorithm, PublicKey key) {
    return PublicKeyPem.parse(TestKeys.pem(key), algorithm);
  }

  @Test
  void a_key_of_each_algorithm_is_read() {
    PublicKey ed = TestKeys.ed25519().getPublic();
    PublicKey ec = TestKeys.ec("secp256r1").getPublic();
    PublicKey rsa = TestKeys.rsa(2048, 65537).getPublic();
    assertThat(parse(SignatureAlgorithm.ED25519, ed)).isEqualTo(ed);
    assertThat(parse(SignatureAlgorithm.ECDSA_P256_SHA256, ec)).isEqualTo(ec);
    assertThat(parse(SignatureAlgorithm.RSA_PSS_SHA512, rsa)).isEqualTo(rsa);
  }

  @Test
  void a_key_that_says_it_is_for_pss_is_read_too() {
    // RFC 9421 B.1.2, test-key-rsa-pss
    String pem =
        """
        -----BEGIN PUBLIC KEY-----
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAr4tmm3r20Wd/PbqvP1s2
        +QEtvpuRaV8Yq40gjUR8y2Rjxa6dpG2GXHbPfvMs8ct+Lh1GH45x28Rw3Ry53mm+
        oAXjyQ86OnDkZ5N8lYbggD4O3w6M6pAvLkhk95AndTrifbIFPNU8PPMO7OyrFAHq
        gDsznjPFmTOtCEcN2Z1FpWgchwuYLPL+Wokqltd11nqqzi+bJ9cvSKADYdUAAN5W
        Utzdpiy6LbTgSxP7ociU4Tn0g5I6aDZJ7A8Lzo0KSyZYoA485mqcO0GVAdVw9lq4
        aOT9v6d+nb4bnNkQVklLQ3fVAvJm+xdDOp9LCNCN48V2pnDOkFV6+U9nV5oyc6XI
        2wIDAQAB
        -----END PUBLIC KEY-----
        """;
    RSAPublicKey plain = (RSAPublicKey) PublicKeyPem.parse(pem, SignatureAlgorithm.RSA_PSS_SHA512);
    // the same key with id-RSASSA-PSS (1.2.840.113549.1.1.10) in its algorithm identifier
    byte[] der = plain.getEncoded();
    String hex = HexFormat.of().formatHex(der);
    String pss =
        hex.replace("30820122300d06092a864886f70d0101010500", "30820120300b06092a864886f70d01010a");
    RSAPublicKey read =
        (RSAPublicKey)
            PublicKeyPem.parse(
                TestKeys.pem(HexFormat.of().parseHex(pss)), SignatureAlgorithm.RSA_PSS_SHA512);
    assertThat(read.getModulus()).isEqualTo(plain.getModulus());
    assertThat(read.getAlgorithm()).isEqualTo("RSASSA-PSS");
  }

  @Test
  void a_key_of_another_algorithm_is_refused() {
    PublicKey ed = TestKeys.ed25519().getPublic();
    PublicKey p384 = TestKeys.ec("secp384r1").getPublic();
    assertThatThrownBy(() -> parse(SignatureAlgorithm.ECDSA_P256_SHA256, ed))
        .hasMessage("must be a public key for ecdsa-p256-sha256");
    assertThatThrownBy(() -> parse(SignatureAlgorithm.ECDSA_P256_SHA256, p384))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> parse(SignatureAlgorithm.RSA_PSS_SHA512, ed))
        .hasMessage("must be a public key for rsa-pss-sha512");
  }

  @Test
  void a_weak_rsa_key_is_refused() {
    assertThatThrownBy(
            () -> parse(SignatureAlgorithm.RSA_PSS_SHA512, TestKeys.rsa(1024, 65537).getPublic()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2048 to 8192 bits");
    assertThatThrownBy(
            () -> parse(SignatureAlgorithm.RSA_PSS_SHA512, TestKeys.rsa(2048, 3).getPublic()))
        .hasMessage("must have an odd public exponent from 65537 to 64 bits");
  }

  @Test
  void a_point_beside_the_curve_is_refused() {
    byte[] der = TestKeys.ec("secp256r1").getPublic().getEncoded();
    der[der.length - 1] ^= 1;
    assertThatThrownBy(
            () -> PublicKeyPem.parse(TestKeys.pem(der), SignatureAlgorithm.ECDSA_P256_SHA256))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "MCowBQYDK2VwAyEA",
        "-----BEGIN PRIVATE KEY-----\nMC4=\n-----END PRIVATE KEY-----",
        "-----BEGIN PUBLIC KEY-----\nM!\n-----END PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\nAA==\n-----END PUBLIC KEY-----\nmore",
      })
  void what_is_no_pem_of_a_public_key_is_refused(String text) {
    assertThatThrownBy(() -> PublicKeyPem.parse(text, SignatureAlgorithm.ED25519))
        .hasMessage(
            "must be one block -----BEGIN PUBLIC KEY----- (openssl pkey -pubout), nothing else");
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "AAAA=AAA"})
  void what_is_no_base64_is_refused(String base64) {
    assertThatThrownBy(
            () ->
                PublicKeyPem.parse(
                    "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----",
                    SignatureAlgorithm.ED25519))
        .hasMessage("must have base64 between its first and last line");
  }

  @Test
  void base64_of_something_else_is_refused() {
    assertThatThrownBy(
            () ->
                PublicKeyPem.parse(
                    TestKeys.pem(BigInteger.TEN.toByteArray()), SignatureAlgorithm.ED25519))
        .hasMessage("must be a public key for ed25519");
  }
}
