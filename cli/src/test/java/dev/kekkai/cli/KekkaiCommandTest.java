package dev.kekkai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KekkaiCommandTest {
  @TempDir private Path folder;
  @TempDir private Path home;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(folder, home);
  }

  @Test
  void help_names_every_command_and_every_exit_code() {
    assertThat(shell.run("--help")).isZero();
    assertThat(shell.out())
        .contains("init", "kek", "encrypt", "decrypt", "rewrap", "doctor", "demo", "--config=FILE")
        .contains("seal-key", "keks", "seal", "open", "reseal", "serve", "clients", "audit")
        .contains("Exit codes:")
        .containsPattern("0 +done")
        .containsPattern("5 +the token or the key server can't be reached")
        .containsPattern("an audit\\s+log that was changed")
        .contains("./key-server.yaml", "./kekkai-client.");
    assertThat(shell.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "init",
        "kek",
        "kek create",
        "kek list",
        "kek rotate",
        "encrypt",
        "decrypt",
        "rewrap",
        "doctor",
        "seal-key",
        "seal-key create",
        "seal-key export",
        "keks",
        "seal",
        "open",
        "reseal",
        "serve",
        "clients",
        "clients apply",
        "clients list",
        "clients suspend",
        "clients resume",
        "audit",
        "audit verify",
        "audit export",
        "demo"
      })
  void every_command_has_help(String command) {
    String[] args = (command + " --help").split(" ");
    assertThat(shell.run(args)).isZero();
    assertThat(shell.out()).contains("Usage: kekkai " + command).contains("--config");
  }

  @Test
  void version_is_that_of_the_build() {
    assertThat(shell.run("--version")).isZero();
    assertThat(shell.out()).containsPattern("kekkai \\d+\\.\\d+\\.\\d+").doesNotContain("${");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "frobnicate",
        "--frobnicate",
        "kek",
        "kek frobnicate",
        "kek create",
        "encrypt"
      })
  void wrong_usage_is_exit_code_2_with_one_line_and_where_help_is(String line) {
    String[] args = line.isEmpty() ? new String[0] : line.split(" ");
    assertThat(shell.run(args)).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).startsWith("kekkai: ").contains("--help'");
    assertThat(shell.err().lines()).hasSize(2);
    assertThat(shell.out()).isEmpty();
  }

  @Test
  void without_a_configuration_it_says_where_it_looked_and_what_writes_one() {
    assertThat(shell.run("kek", "list")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err())
        .contains(folder.resolve("kekkai.properties").toString())
        .contains(home.resolve(".config/kekkai/kekkai.properties").toString())
        .contains("--config FILE", "KEKKAI_CONFIG", "kekkai init");
    assertThat(shell.err().lines()).hasSize(1);
  }

  @Test
  void all_problems_of_a_configuration_are_told_at_once() throws Exception {
    Path file = Files.writeString(folder.resolve("kekkai.properties"), "modul = x\nbulk = hsm\n");
    assertThat(shell.run("doctor")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.out())
        .startsWith("FAIL  configuration: " + file)
        .contains("modul")
        .contains("pin");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void the_configuration_may_be_named_before_and_after_the_command(boolean before) {
    int exitCode =
        before
            ? shell.run("--config", "named.properties", "kek", "list")
            : shell.run("kek", "list", "--config", "named.properties");
    assertThat(exitCode).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).contains(folder.resolve("named.properties").toString());
  }

  @Test
  void the_option_comes_before_the_variable_and_that_before_the_folders() throws Exception {
    Files.writeString(folder.resolve("kekkai.properties"), "a = 1\n");
    shell.with("KEKKAI_CONFIG", "variable.properties");
    shell.run("kek", "list");
    assertThat(shell.err()).contains("variable.properties");
    shell.run("kek", "list", "--config", "option.properties");
    assertThat(shell.err()).contains("option.properties").doesNotContain("variable.properties");
  }

  @Test
  void a_stack_trace_is_shown_with_debug_only() {
    shell.run("kek", "list", "--config", "nosuch");
    assertThat(shell.err()).doesNotContain("\tat ");
    shell.run("kek", "list", "--config", "nosuch", "--debug");
    assertThat(shell.err()).contains("ConfigException").contains("\tat dev.kekkai.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--type dsa", "--type aes --bits 128", "--type rsa --bits 1024", "--bits x"})
  void a_kek_of_a_kind_that_is_none_is_wrong_usage(String options) {
    String[] args = ("kek create payments " + options).split(" ");
    assertThat(shell.run(args)).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void encrypt_takes_no_value_as_an_argument() {
    assertThat(shell.run("encrypt", "-c", "users", "my-secret")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).contains("There is no configuration").doesNotContain("my-secret");
  }

  @Test
  void a_server_takes_no_persons_word_for_a_login() {
    assertThat(shell.run("serve", "--confirm-login")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).startsWith("kekkai: --confirm-login").contains("kekkai doctor");
  }

  @Test
  void the_demo_wants_the_launcher_that_sets_up_softhsm() {
    int exitCode = shell.run("demo", "--dir", "somewhere");
    assertThat(exitCode).isIn(ExitCode.NOT_FOUND, ExitCode.USAGE);
    assertThat(shell.err()).contains("./kekkai");
  }

  @Test
  void the_application_s_side_of_the_demo_wants_its_configuration() {
    assertThat(shell.run("demo", "--application", "a.properties")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).contains("--two-servers");
    String[] both = {"demo", "--two-servers", "--application", "a.properties"};
    assertThat(shell.run(both)).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).contains("a.properties", "kekkai-client.properties");
  }
}
