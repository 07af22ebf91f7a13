package dev.kekkai.formats.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportSignerTest {
  @ParameterizedTest
  @CsvSource({
    "secp256r1, ES256, SHA256withECDSAinP1363Format",
    "secp384r1, ES384, SHA384withECDSAinP1363Format"
  })
  void what_is_signed_verifies_by_the_jdk_alone(String curve, String alg, String jca)
      throws Exception {
    KeyPair pair = pair(curve);
    String jws = signer(pair, pair).sign(report());
    String[] parts = jws.split("\\.");

    assertThat(text(parts[0]))
        .contains("\"alg\":\"" + alg + "\"")
        .contains("\"typ\":\"kekkai-report+json\"")
        .contains("\"kid\":\"");
    assertThat(text(parts[1]))
        .as("in the order given")
        .isEqualTo("{\"report\":\"rewrap\",\"rewrapped\":1000000,\"failed\":[{\"dek\":\"x\"}]}");
    Signature verifier = Signature.getInstance(jca);
    verifier.initVerify(pair.getPublic());
    verifier.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
    assertThat(verifier.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
  }

  @Test
  void a_public_half_of_another_key_is_noticed_before_anything_is_given_out() throws Exception {
    ReportSigner mixed = signer(pair("secp256r1"), pair("secp256r1"));
    assertThatThrownBy(() -> mixed.sign(report()))
        .isInstanceOf(SignatureException.class)
        .hasMessageContaining("does not verify");
  }

  @Test
  void a_public_half_on_another_curve_does_not_sign() throws Exception {
    ReportSigner mixed = signer(pair("secp256r1"), pair("secp384r1"));
    assertThatThrownBy(() -> mixed.sign(report())).isInstanceOf(SignatureException.class);
  }

  private static ReportSigner signer(KeyPair signs, KeyPair verifies) {
    return new ReportSigner(signs.getPrivate(), (ECPublicKey) verifies.getPublic(), null);
  }

  private static KeyPair pair(String curve) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  private static Map<String, Object> report() {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("report", "rewrap");
    report.put("rewrapped", 1_000_000L);
    report.put("failed", List.of(Map.of("dek", "x")));
    return report;
  }

  private static String text(String base64Url) {
    return new String(Base64.getUrlDecoder().decode(base64Url), StandardCharsets.UTF_8);
  }
}
