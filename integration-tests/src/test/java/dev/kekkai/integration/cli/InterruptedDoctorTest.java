package dev.kekkai.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.fault.Shim;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code kekkai doctor} that is ended in the middle: by Ctrl-C, by a service manager, by kill -9.
 */
@Tag("slow")
class InterruptedDoctorTest {
  private static final AtomicInteger TOKENS = new AtomicInteger();
  private static final String VARIABLE = "KEKKAI_TEST_DOCTOR_PIN";
  private static final Duration STARTS = Duration.ofSeconds(60);
  private static final Duration PROMPT = Duration.ofSeconds(15);

  @TempDir private Path folder;
  private Shim shim;
  private TokenFiles before;
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void token() {
    shim = Shim.over(SoftHsmTokens.create("doctor-ended-" + TOKENS.incrementAndGet()));
    before = TokenFiles.all().withoutLogins();
  }

  @AfterEach
  void close() {
    started.forEach(p -> p.descendants().forEach(ProcessHandle::destroyForcibly));
    started.forEach(Process::destroyForcibly);
    shim.close();
  }

  @ParameterizedTest
  @CsvSource({
    "INT, 130, C_WrapKey",
    "TERM, 143, C_WrapKey",
    "KILL, 137, C_WrapKey",
    "TERM, 143, C_Initialize",
    "KILL, 137, C_Initialize",
  })
  void ends_at_once_and_leaves_no_process_and_nothing_on_the_token(
      String signal, int status, String function) throws Exception {
    shim.hang(function);
    Process doctor = start("file:" + pinFile(), "--no-speed");
    await(STARTS, () -> shim.hanging(function) > 0);
    List<ProcessHandle> others = doctor.descendants().toList();
    assertThat(others).isNotEmpty();
    kill(signal, doctor.pid());
    assertThat(doctor.waitFor(PROMPT.toSeconds(), TimeUnit.SECONDS)).as("prompt").isTrue();
    assertThat(doctor.exitValue()).isEqualTo(status);
    await(PROMPT, () -> others.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(TokenFiles.all().withoutLogins()).as("the token").isEqualTo(before);
  }

  /** As a terminal sends it: to all processes in its foreground. */
  @Test
  void ctrl_c_reaches_all_of_them() throws Exception {
    shim.hang("C_WrapKey");
    Process doctor = start("file:" + pinFile(), "--no-speed");
    await(STARTS, () -> shim.hanging("C_WrapKey") > 0);
    List<ProcessHandle> all = new ArrayList<>(doctor.descendants().toList());
    all.add(doctor.toHandle());
    for (ProcessHandle each : all) {
      kill("INT", each.pid());
    }
    await(PROMPT, () -> all.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(doctor.waitFor()).isEqualTo(130);
    assertThat(TokenFiles.all().withoutLogins()).as("the token").isEqualTo(before);
  }

  @Test
  void whoever_looks_at_its_processes_sees_no_pin() throws Exception {
    shim.hang("C_WrapKey");
    Process doctor = start("env:" + VARIABLE, "--no-speed");
    await(STARTS, () -> shim.hanging("C_WrapKey") > 0);
    List<ProcessHandle> others = doctor.descendants().toList();
    assertThat(others).isNotEmpty();
    for (ProcessHandle other : others) {
      assertThat(shownBy(other, "environ"))
          .contains("SOFTHSM2_CONF=") // it is that process's
          .doesNotContain(VARIABLE, SoftHsmTokens.PIN);
      assertThat(shownBy(other, "cmdline"))
          .contains("Doctor")
          .doesNotContain(VARIABLE, SoftHsmTokens.PIN);
    }
    shim.release("C_WrapKey");
    assertThat(doctor.waitFor(STARTS.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(folder.resolve("out")))
        .contains("ok    module, token and login", "ok    how the token behaves");
    assertThat(shim.calls("C_Login")).isEqualTo(1);
    assertThat(TokenFiles.all().withoutLogins()).as("the token").isEqualTo(before);
  }

  private static String shownBy(ProcessHandle process, String file) throws Exception {
    return new String(
        Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), file)),
        StandardCharsets.UTF_8);
  }

  private String pinFile() {
    return shim.token().setting("pin").replaceFirst("^file:", "");
  }

  private Process start(String pin, String... options) throws Exception {
    TestToken token = shim.token();
    String config = token.propertiesFile("ended.properties", "pin", pin).toString();
    List<String> args = new ArrayList<>(List.of("--config", config, "doctor"));
    args.addAll(List.of(options));
    Process doctor =
        new OtherJvm(folder).with(VARIABLE, SoftHsmTokens.PIN).start(args.toArray(String[]::new));
    started.add(doctor);
    return doctor;
  }

  private static void kill(String signal, long pid) throws Exception {
    new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private static void await(Duration atMost, BooleanSupplier condition) throws Exception {
    long end = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("still waiting").isNegative();
      Thread.sleep(10);
    }
  }
}
