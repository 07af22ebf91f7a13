package dev.kekkai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.config.BulkMode;
import dev.kekkai.config.KekkaiConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitCommandTest {
  @TempDir private Path folder;
  private Shell shell;
  private Path module;

  @BeforeEach
  void open() throws Exception {
    shell = new Shell(folder, folder);
    module = Files.createFile(folder.resolve("module.so"));
  }

  @Test
  void what_it_writes_is_a_valid_configuration_that_says_what_was_asked_for() {
    int exitCode =
        shell.run(
            "init",
            "--module",
            "module.so",
            "--token",
            "My Token",
            "--pin",
            "file:x",
            "--out",
            "new/k.properties",
            "--bulk",
            "software",
            "--kek",
            "cards");
    assertThat(exitCode).as(shell.err()).isZero();
    KekkaiConfig config = KekkaiConfig.load(folder.resolve("new/k.properties"));
    assertThat(config.module().path()).isEqualTo(module);
    assertThat(config.token().selector()).hasToString("My Token");
    assertThat(config.bulk().mode()).isEqualTo(BulkMode.SOFTWARE);
    assertThat(config.kek()).isEqualTo("cards");
    assertThat(config.store()).endsWith(";WRITE_DELAY=0");
    assertThat(shell.out()).contains("kekkai kek create cards").contains("kekkai doctor");
  }

  @Test
  void only_its_owner_may_read_the_file() throws Exception {
    assertThat(shell.run("init", "--module", "module.so", "--token", "t")).isZero();
    assertThat(Files.getPosixFilePermissions(folder.resolve("kekkai.properties")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void an_existing_file_is_left_alone() throws Exception {
    Path file = Files.writeString(folder.resolve("kekkai.properties"), "mine");
    assertThat(shell.run("init", "--module", "module.so", "--token", "t"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).contains("exists and is not overwritten").contains("--out FILE");
    assertThat(file).hasContent("mine");
  }

  @Test
  void a_module_that_is_not_there_is_not_found() {
    assertThat(shell.run("init", "--module", "nosuch.so")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(shell.err()).contains("nosuch.so");
  }

  @Test
  void a_pin_in_place_of_its_source_is_refused_and_not_repeated() {
    int exitCode = shell.run("init", "--module", "module.so", "--token", "t", "--pin", "1234-5678");
    assertThat(exitCode).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).contains("file:PATH").doesNotContain("1234-5678");
    assertThat(folder.resolve("kekkai.properties")).doesNotExist();
  }

  @Test
  void tokens_are_made_on_softhsm_only() {
    assertThat(shell.run("init", "--module", "module.so", "--create-token"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).contains("--create-token is for SoftHSM2");
  }

  @Test
  void the_template_names_no_key_that_the_configuration_does_not_know() throws Exception {
    String text =
        ConfigTemplate.fill(
                Map.of(
                    "module", module.toString(),
                    "token", "t",
                    "pin", "prompt",
                    "bulk", "hsm",
                    "kek", "payments",
                    "store", "jdbc:h2:file:/x;WRITE_DELAY=0"))
            .replaceAll("(?m)^# ([a-zA-Z.]+ +=|[a-zA-Z.]+=)", "$1")
            .replace("module.args =", "module.args = x");
    Path all = Files.writeString(folder.resolve("all.properties"), text);
    assertThat(KekkaiConfig.load(all).name()).isEqualTo("payments");
  }

  @Test
  void an_officer_s_pin_is_for_a_new_token_and_in_a_file() {
    String[] found = {"init", "--module", "module.so", "--token", "t", "--so-pin", "file:so"};
    assertThat(shell.run(found)).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).contains("--so-pin", "--create-token");
    int exitCode =
        shell.run("init", "--create-token", "--module", "libsofthsm2.so", "--so-pin", "1234-5678");
    assertThat(exitCode).isIn(ExitCode.USAGE, ExitCode.NOT_FOUND);
    assertThat(shell.err()).doesNotContain("1234-5678");
    assertThat(folder.resolve("kekkai.properties")).doesNotExist();
  }
}
