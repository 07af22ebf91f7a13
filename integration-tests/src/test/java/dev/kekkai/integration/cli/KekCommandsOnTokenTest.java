package dev.kekkai.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cli.ExitCode;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of a KEK version on the command line, on a real token. */
class KekCommandsOnTokenTest {
  private static final AtomicInteger TOKENS = new AtomicInteger();

  @TempDir private Path folder;
  private Shell shell;

  @BeforeEach
  void open() {
    TestToken token = SoftHsmTokens.create("kek-commands-" + TOKENS.incrementAndGet());
    Path config =
        token.propertiesFile("kek-commands.properties", "kek", "payments", "store", store());
    shell = new Shell(folder).with("KEKKAI_CONFIG", config.toString());
    shell.ok("kek", "create", "payments");
  }

  private String store() {
    return "jdbc:h2:file:" + folder.resolve("store") + ";WRITE_DELAY=0";
  }

  private void refused(int exitCode, String why, String... args) {
    assertThat(shell.run(args)).as(shell.err()).isEqualTo(exitCode);
    assertThat(shell.err()).contains(why);
  }

  @Test
  void a_version_is_disabled_waits_and_is_destroyed() throws Exception {
    String field = shell.okWithInput("s3cret", "encrypt", "-c", "users").strip();
    refused(ExitCode.REFUSED, "payments.v1 is primary", "kek", "disable", "payments.v1");
    shell.ok("kek", "rotate", "payments");
    refused(
        ExitCode.REFUSED,
        "payments.v1 is retired",
        "kek",
        "destroy",
        "payments.v1",
        "--yes",
        "payments.v1");
    assertThat(shell.ok("kek", "disable", "payments.v1", "--wait", "1s"))
        .contains("payments.v1 is disabled. It may be destroyed from 20");
    assertThat(shell.ok("kek", "list")).containsPattern("payments\\.v1 .* fit, disabled, may be");
    refused(ExitCode.USAGE, "add --yes payments.v1", "kek", "destroy", "payments.v1");
    refused(
        ExitCode.USAGE,
        "--yes names 'payments.v2'",
        "kek",
        "destroy",
        "payments.v1",
        "--yes",
        "payments.v2");
    Thread.sleep(1050);
    assertThat(shell.ok("kek", "destroy", "payments.v1", "--yes", "payments.v1"))
        .isEqualTo("payments.v1 is destroyed" + System.lineSeparator());
    assertThat(shell.err()).contains("backups of the store", "files", "sealed items");
    assertThat(shell.ok("kek", "list")).containsPattern("payments\\.v1 .* destroyed, 20");
    assertThat(shell.ok("decrypt", "-c", "users", field)).isEqualTo("s3cret");
    assertThat(shell.ok("kek", "rotate", "payments")).contains("Rotated to payments.v3");
    assertThat(shell.ok("doctor", "--quick")).contains("Everything works");
  }

  @Test
  void the_waiting_time_is_as_configured_and_enabling_takes_it_back() throws Exception {
    Files.writeString(folder.resolve("report.txt"), "report");
    shell.ok("encrypt", "report.txt");
    Files.delete(folder.resolve("report.txt"));
    shell.ok("kek", "rotate", "payments");
    assertThat(shell.ok("kek", "disable", "payments.v1")).contains("is disabled");
    refused(
        ExitCode.REFUSED,
        "is disabled and waits: it may be destroyed from",
        "kek",
        "destroy",
        "payments.v1",
        "--yes",
        "payments.v1");
    refused(ExitCode.REFUSED, "payments.v1 is disabled", "decrypt", "report.txt.kekkai");
    assertThat(shell.ok("kek", "enable", "payments.v1")).contains("payments.v1 is retired");
    shell.ok("decrypt", "report.txt.kekkai");
    assertThat(folder.resolve("report.txt")).hasContent("report");
  }

  @Test
  void whoever_disables_a_version_hears_how_many_deks_are_still_under_it() throws Exception {
    shell.okWithInput("s3cret", "encrypt", "-c", "users");
    try (Connection connection = DriverManager.getConnection(store());
        Statement statement = connection.createStatement()) {
      statement.execute("update dek set uses_leased = uses_leased + 1"); // so that it stays behind
    }
    assertThat(shell.run("kek", "rotate", "payments")).isEqualTo(ExitCode.FAILED);
    shell.ok("kek", "disable", "payments.v1");
    assertThat(shell.err())
        .contains("still under payments.v1: 1.", "'kekkai kek enable payments.v1'");
  }

  @Test
  void wrong_words_are_said() {
    refused(ExitCode.USAGE, "such as payments.v1, not 'payments'", "kek", "disable", "payments");
    refused(
        ExitCode.USAGE,
        "must be a duration from 1s to 3650d",
        "kek",
        "disable",
        "payments.v1",
        "--wait",
        "soon");
    for (String command : List.of("disable", "enable", "destroy")) {
      refused(
          ExitCode.NOT_FOUND,
          "The DEK store has no KEK payments.v7",
          command.equals("destroy")
              ? new String[] {"kek", command, "payments.v7", "--yes", "payments.v7"}
              : new String[] {"kek", command, "payments.v7"});
    }
  }

  @Test
  void a_rotation_waits_for_the_other_tokens() {
    TestToken other = SoftHsmTokens.create("kek-commands-" + TOKENS.incrementAndGet());
    Path config = other.propertiesFile("other.properties");
    assertThat(shell.run("kek", "rotate", "payments", "--prove", config.toString()))
        .isEqualTo(ExitCode.FAILED);
    assertThat(shell.err())
        .contains("payments.v2 is prepared and stays so")
        .doesNotContain("interrupted"); // no DEK was to be rewrapped yet
    assertThat(shell.ok("kek", "list")).containsPattern("payments\\.v2 .* fit, prepared");
    assertThat(shell.ok("kek", "rotate", "payments")).contains("Rotated to payments.v2");
  }
}
