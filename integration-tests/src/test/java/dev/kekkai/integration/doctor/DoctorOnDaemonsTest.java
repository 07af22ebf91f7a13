package dev.kekkai.integration.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.integration.cli.Shell;
import dev.kekkai.testkit.Availability;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.Tokens;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What doctor finds out about openCryptoki's soft token and tpm2-pkcs11. */
@Tag("namespace")
class DoctorOnDaemonsTest {
  @Test
  void opencryptoki_unwraps_by_rsa_only_and_ignores_sensitive() throws Exception {
    Availability.require("opencryptoki");
    DoctorRun doctor = found(Tokens.openCryptoki());
    assertThat(doctor.findings())
        .containsEntry("wrap.functions", "yes")
        .containsEntry("wrap.0x2109", "none")
        .containsEntry("wrap.0x210A", "none")
        .containsEntry("rsa.unwrap", "SHA-256, SHA-384, SHA-512, SHA-1")
        .containsEntry("rsa.decrypt", "SHA-256, SHA-384, SHA-512, SHA-1")
        .containsEntry("dek.sensitive", "ignored")
        .containsEntry("dek.staysInside", "no")
        .containsEntry("gcm.works", "no")
        .containsEntry("errors.seen", "CKR_FUNCTION_FAILED")
        .containsEntry("errors.keepsSession", "yes");
    assertThat(doctor.differences()).isEqualTo(Map.of("template.dek.sensitive", "omit"));
    assertThat(doctor.capabilities()).containsEntry("bulk.hsm", false);
  }

  @Test
  void tpm2_decrypts_by_rsa_oaep_and_a_forged_ciphertext_spoils_the_session() throws Exception {
    Availability.require("tpm2");
    TestToken token = Tokens.tpm2();
    Path config = token.propertiesFile("doctor-kek.properties", "kek", "doctor");
    new Shell(token.folder())
        .with("KEKKAI_CONFIG", config.toString())
        .ok("kek", "create", "doctor", "--type", "rsa", "--bits", "2048");
    Map<String, String> settings = token.settings("kek", "doctor");
    DoctorRun doctor = found(new TestToken(token.name(), token.folder(), settings));
    assertThat(doctor.differences()).isEmpty();
    assertThat(doctor.findings())
        .containsEntry("rsa.sessionKeys", "no")
        .containsEntry("rsa.kekUsed", "yes")
        .containsEntry("rsa.unwrap", "none")
        .containsEntry("rsa.decrypt", "SHA-256, SHA-384, SHA-512, SHA-1")
        .containsEntry("wrap.functions", "no")
        .containsEntry("softwareDek.path", "oaepDecrypt")
        .containsEntry("gcm.works", "no")
        .containsEntry("errors.seen", "CKR_GENERAL_ERROR")
        .containsEntry("errors.keepsSession", "no");
  }

  private static DoctorRun found(TestToken token) throws Exception {
    int before = DoctorRun.objects(token);
    DoctorRun doctor = DoctorRun.on(token);
    assertThat(doctor.failures()).isEmpty();
    assertThat(doctor.objects()).containsEntry("before", (long) before);
    assertThat(doctor.objects()).containsEntry("after", (long) before);
    assertThat(DoctorRun.objects(token)).isEqualTo(before);
    return doctor;
  }
}
