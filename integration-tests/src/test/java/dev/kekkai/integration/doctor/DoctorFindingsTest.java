package dev.kekkai.integration.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.testkit.NssTokens;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What doctor finds out about modules is what was measured on them before. */
class DoctorFindingsTest {
  /** What is found out of a token on which nothing fails. */
  private static final Set<String> KNOBS =
      Set.of(
          "ecdh.derivedReadable",
          "ecdh.pointEncoding",
          "errors.authFail",
          "errors.keepsSession",
          "gcm.ivBits",
          "gcm.ivBytes",
          "gcm.ivReturn",
          "gcm.ivSource",
          "gcm.maxBytes",
          "gcm.mechanism",
          "gcm.multipart",
          "init.finalizeOnClose",
          "init.osLocking",
          "init.reinit",
          "login.pinFormat",
          "login.required",
          "oaep.hashes",
          "rsaKek.usage",
          "session.readWrite",
          "softwareDek.path",
          "template.dek.allowedMechanisms",
          "template.dek.copyable",
          "template.dek.modifiable",
          "template.dek.private",
          "template.dek.sensitive",
          "template.unwrapTemplate",
          "wrap.functions",
          "wrap.ivParam",
          "wrap.pkcs7to16",
          "wrap.pkcs7to8",
          "wrap.rfc3394",
          "wrap.rfc5649",
          "wrap.unwrapValueLen");

  @Test
  void on_softhsm2_0x210A_is_rfc_5649_and_oaep_has_sha_1_only() throws Exception {
    TestToken token = SoftHsmTokens.create("doctor-findings");
    Map<String, String> findings = found(token);
    assertThat(findings)
        .containsEntry("wrap.functions", "yes")
        .containsEntry("wrap.0x2109", "rfc3394")
        .containsEntry("wrap.0x210A", "rfc5649")
        .containsEntry("wrap.0x210B", "none")
        .containsEntry("wrap.0x210C", "none")
        .containsEntry("wrap.ivParam", "null")
        .containsEntry("wrap.unwrapValueLen", "omit")
        .containsEntry("rsa.unwrap", "SHA-1")
        .containsEntry("rsa.decrypt", "SHA-1")
        .containsEntry("dek.readable", "yes")
        .containsEntry("dek.staysInside", "yes")
        .containsEntry("dek.copyable", "obeyed")
        .containsEntry("dek.modifiable", "obeyed")
        .containsEntry("dek.allowedMechanisms", "obeyed")
        .containsEntry("template.unwrapTemplate", "repeat-all")
        .containsEntry("ecdh.derivedReadable", "yes")
        .containsEntry("errors.keepsSession", "yes")
        .containsEntry("gcm.ivSource", "caller")
        .containsEntry("gcm.maxBytes", "0")
        .containsEntry("gcm.multipart", "yes")
        .containsEntry("gcm.forged", "refused");
    assertThat(findings.get("errors.seen")).contains("CKR_GENERAL_ERROR");
  }

  @Test
  void on_nss_0x210A_pads_to_8_bytes_and_attributes_are_kept_but_not_obeyed() throws Exception {
    Map<String, String> findings = found(NssTokens.create("doctor-findings-nss"));
    assertThat(findings)
        .containsEntry("wrap.functions", "yes")
        .containsEntry("wrap.0x2109", "rfc3394")
        .containsEntry("wrap.0x210A", "pkcs7-8")
        .containsEntry("wrap.0x210B", "rfc5649")
        .containsEntry("wrap.0x210C", "none")
        .containsEntry("wrap.unwrapValueLen", "omit")
        .containsEntry("rsa.unwrap", "SHA-256, SHA-384, SHA-512, SHA-1")
        .containsEntry("rsa.decrypt", "SHA-256, SHA-384, SHA-512, SHA-1")
        .containsEntry("oaep.label", "yes")
        .containsEntry("dek.readable", "yes")
        .containsEntry("dek.copyable", "taken")
        .containsEntry("dek.modifiable", "obeyed")
        .containsEntry("dek.allowedMechanisms", "taken")
        .containsEntry("template.unwrapTemplate", "unsupported")
        .containsEntry("ecdh.derivedReadable", "yes")
        .containsEntry("gcm.ivSource", "caller")
        .containsEntry("gcm.ivBits", "length")
        .containsEntry("gcm.multipart", "no");
  }

  /**
   * Whatever it finds, the profile that is made for the module says so too, and nothing is left.
   */
  private static Map<String, String> found(TestToken token) throws Exception {
    int before = DoctorRun.objects(token);
    Examined examined = Examined.on(token);
    assertThat(examined.differences()).as(examined.findings().toString()).isEmpty();
    assertThat(examined.confirmed()).isEqualTo(KNOBS);
    assertThat(DoctorRun.objects(token)).isEqualTo(before);
    return examined.findings();
  }
}
