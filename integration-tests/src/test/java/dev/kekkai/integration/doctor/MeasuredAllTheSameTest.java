package dev.kekkai.integration.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cli.ExitCode;
import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.ProfileCatalog;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.fault.Shim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was refused before the login is measured where a profile is asked for. */
@Tag("slow")
class MeasuredAllTheSameTest {
  @TempDir private Path folder;

  @Test
  void what_production_refuses_for_want_of_measuring_is_measured_and_stays_refused()
      throws Exception {
    TestToken token = with(SoftHsmTokens.create("lenient-production"), "environment", "production");
    int before = DoctorRun.objects(with(token, "environment", "development"));
    DoctorRun measured = suggesting(token);
    assertThat(measured.exitCode()).as("still refused").isEqualTo(ExitCode.USAGE);
    assertThat(measured.steps())
        .containsEntry("lenient", "ok")
        .containsEntry("probes", "ok")
        .containsEntry("suggestion", "ok")
        .doesNotContainKeys("kek", "wrap", "bulk", "store");
    assertThat(written().knobs().get("gcm.ivSource").toString()).isEqualTo("caller [measured]");
    assertThat(DoctorRun.objects(with(token, "environment", "development"))).isEqualTo(before);
  }

  @Test
  void a_profile_of_another_token_is_left_aside() throws Exception {
    TestToken token = SoftHsmTokens.create("lenient-other");
    DoctorRun measured = suggesting(with(token, "profile", ofAnother("")));
    assertThat(measured.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(measured.steps()).containsEntry("lenient", "ok").containsEntry("suggestion", "ok");
    assertThat(measured.profile()).isEqualTo("softhsm2");
    assertThat(DoctorRun.objects(with(token, "profile", file().toString())))
        .as("fits this token")
        .isZero();
  }

  @Test
  void a_pin_without_the_form_that_the_profile_wants_is_not_tried() throws Exception {
    try (Shim shim = Shim.over(SoftHsmTokens.create("lenient-form"))) {
      String profile = ofAnother("login.pinFormat = user:password [documented]\n");
      DoctorRun refused = suggesting(with(shim.token(), "profile", profile));
      assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(refused.steps())
          .containsEntry("token", "fail")
          .containsEntry("lenient", "ok")
          .doesNotContainKey("probes");
      assertThat(refused.text("token"))
          .contains("costs no try: the configuration's profile wants", "USER:PASSWORD");
      assertThat(shim.calls("C_Login")).isZero();
      assertThat(file()).doesNotExist();
    }
  }

  private DoctorRun suggesting(TestToken token) throws Exception {
    return DoctorRun.on(token, "--suggest-profile", file().toString());
  }

  private Path file() {
    return folder.resolve("measured.properties");
  }

  private HsmProfile written() {
    return ProfileCatalog.builtIn().chosen(file().toString());
  }

  private String ofAnother(String line) throws IOException {
    String text = "extends = softhsm2\nmatch.serial = another\n" + line;
    return Files.writeString(folder.resolve("another.properties"), text).toString();
  }

  private static TestToken with(TestToken token, String key, String value) {
    return new TestToken(token.name(), token.folder(), token.settings(key, value));
  }
}
