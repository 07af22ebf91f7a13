package dev.kekkai.integration.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cli.ExitCode;
import dev.kekkai.integration.cli.Shell;
import dev.kekkai.integration.cli.TokenFiles;
import dev.kekkai.testkit.PinFile;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.fault.Shim;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A module that ends its process or hangs while it is tried: what was found is told all the same.
 */
@Tag("slow")
class DoctorCrashTest {
  private static final AtomicInteger TOKENS = new AtomicInteger();

  @TempDir private Path folder;
  private Shim shim;
  private TokenFiles before;

  @BeforeEach
  void token() {
    shim = Shim.over(SoftHsmTokens.create("doctor-crash-" + TOKENS.incrementAndGet()));
    before = TokenFiles.all().withoutLogins();
  }

  @AfterEach
  void nothingIsLeft() {
    try {
      assertThat(TokenFiles.all().withoutLogins()).as("the token").isEqualTo(before);
    } finally {
      shim.close();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "crash | the module crashes the process that uses it (SIGSEGV), in the trial of AES key wrap",
        "abort | the process that uses the module is ended by signal 6, in the trial of AES key wrap",
        "exit | the module ends the process that uses it (exit status 0), in the trial of AES key wrap",
      })
  void tells_how_and_in_what_and_what_was_found_until_then(String how, String why)
      throws Exception {
    switch (how) {
      case "crash" -> shim.crash("C_WrapKey", 1);
      case "abort" -> shim.abort("C_WrapKey", 1);
      default -> shim.exit("C_WrapKey", 1, 0);
    }
    Path profile = folder.resolve("measured.properties");
    DoctorRun doctor = DoctorRun.on(shim.token(), "--suggest-profile", profile.toString());
    assertThat(doctor.exitCode()).isEqualTo(ExitCode.TOKEN);
    assertThat(doctor.text("probes")).startsWith(why).endsWith(". No profile is written");
    assertThat(doctor.steps())
        .containsEntry("token", "ok")
        .containsEntry("probes", "fail")
        .doesNotContainKeys("suggestion", "kek");
    assertThat(profile).doesNotExist();
    assertThat(doctor.findings())
        .containsKeys("init.reinit", "session.readWrite")
        .allSatisfy((name, value) -> assertThat(name).doesNotStartWith("wrap."));
    assertThat(doctor.capabilities()).containsOnlyKeys("recovery.reinit");
    assertThat(doctor.unfinished()).startsWith("AES key wrap").contains("AES-GCM");
    assertThat(shim.calls("C_Login")).as("one login").isEqualTo(1);
  }

  @Test
  void what_was_finished_before_counts() throws Exception {
    shim.crash("C_EncryptInit", 1 + encryptionsBeforeGcm());
    DoctorRun doctor = DoctorRun.on(shim.token());
    assertThat(doctor.text("probes")).contains("(SIGSEGV)", "in the trial of AES-GCM");
    assertThat(doctor.findings()).containsEntry("wrap.0x2109", "rfc3394");
    assertThat(doctor.capabilities())
        .containsEntry("kek.aes", true)
        .containsEntry("kek.rsa", true)
        .containsEntry("bulk.software", true)
        .doesNotContainKey("bulk.hsm");
    assertThat(doctor.unfinished().get(0)).isEqualTo("AES-GCM");
  }

  /** Those of other probes, as a run shows that crashes in none. */
  private long encryptionsBeforeGcm() throws Exception {
    shim.crash("C_DeriveKey", 1); // the probe before is that of ECDH
    DoctorRun.on(shim.token());
    shim.clear();
    return shim.calls("C_EncryptInit");
  }

  @Test
  void one_that_hangs_is_not_waited_for_longer_than_asked() {
    shim.hang("C_WrapKey");
    Shell shell = shell(shim.token());
    assertThat(shell.run("doctor", "--no-speed", "--patience", "5")).isEqualTo(ExitCode.TOKEN);
    assertThat(shell.out())
        .contains(
            "FAIL  how the token behaves: the module does not come back within 5 s, in the trial of"
                + " AES key wrap")
        .contains("Only part of it: what was found until the module failed in AES key wrap")
        .contains("  yes  restarts")
        .contains("warn  not found out: AES key wrap, RSA-OAEP, ")
        .contains("Nothing is left on the token: what is tried has session objects")
        .doesNotContain("AES KEKs", "Everything works");
    assertThat(ProcessHandle.current().descendants().filter(DoctorCrashTest::isDoctor)).isEmpty();
  }

  private static boolean isDoctor(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains("dev.kekkai.cli.Doctor");
  }

  @Test
  void a_crash_in_the_login_is_told_too() throws Exception {
    shim.crash("C_Login", 1);
    DoctorRun doctor = DoctorRun.on(shim.token());
    assertThat(doctor.exitCode()).isEqualTo(ExitCode.TOKEN);
    assertThat(doctor.text("token"))
        .isEqualTo("the module crashes the process that uses it (SIGSEGV), in this step");
    assertThat(doctor.steps()).doesNotContainKey("probes");
  }

  @Test
  void a_crash_in_a_step_that_is_no_trial_is_told_as_that_step() throws Exception {
    shim.crash("C_GenerateRandom", 1);
    assertThat(DoctorRun.on(shim.token()).text("random")).contains("(SIGSEGV), in this step");
  }

  /** Who has the console is the process that was started by hand; it says so to the other one. */
  @Test
  void a_pin_to_be_typed_is_asked_for_where_the_terminal_is() throws Exception {
    TestToken typed = new TestToken("softhsm2", folder, shim.token().settings("pin", "prompt"));
    DoctorRun doctor = DoctorRun.on(typed);
    assertThat(doctor.text("token"))
        .isEqualTo("pin = prompt needs a terminal and this process has none: use pin = file:PATH");
    assertThat(shim.calls("C_Login")).isZero();
  }

  @Test
  void a_wrong_pin_is_tried_once_in_all_processes() throws Exception {
    PinFile.write(folder.resolve("wrong.pin"), "wrong-pin-4711");
    TestToken wrong =
        new TestToken(
            "softhsm2",
            folder,
            shim.token().settings("pin", "file:" + folder.resolve("wrong.pin")));
    DoctorRun doctor = DoctorRun.on(wrong);
    assertThat(doctor.exitCode()).isEqualTo(ExitCode.TOKEN);
    assertThat(doctor.text("token")).contains("refused the PIN");
    assertThat(shim.calls("C_Login")).isEqualTo(1);
    before = TokenFiles.all().withoutLogins(); // SoftHSM2 notes that a try failed
  }

  private Shell shell(TestToken token) {
    Path config = token.propertiesFile("doctor-crash.properties");
    return new Shell(folder).with("KEKKAI_CONFIG", config.toString());
  }
}
