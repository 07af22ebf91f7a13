package dev.kekkai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cli.demo.servers.Certificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientsCommandsTest {
  @TempDir private Path folder;
  private Shell shell;

  @BeforeEach
  void open() throws Exception {
    ServerFolder.write(folder);
    shell = new Shell(folder, folder);
    apply("shop", "post");
  }

  @Test
  void nobody_is_suspended_by_a_slip_of_the_pen() {
    assertThat(shell.run("clients", "suspend", "shpo", "--reason", "stolen"))
        .isEqualTo(ExitCode.NOT_FOUND);
    assertThat(shell.err())
        .isEqualToIgnoringNewLines("kekkai: There is no client shpo: the registry has shop, post");
    assertThat(list()).doesNotContain("suspended");
  }

  @Test
  void a_client_is_suspended_and_resumed_once() {
    assertThat(shell.run("clients", "suspend", "shop", "--reason", "stolen")).isZero();
    assertThat(shell.out()).startsWith("shop is suspended");
    assertThat(shell.run("clients", "suspend", "shop", "--reason", "stolen")).isZero();
    assertThat(shell.out()).startsWith("shop was suspended already");
    assertThat(list()).containsPattern("shop +suspended +since .* by .*: stolen\\R");

    assertThat(shell.run("clients", "resume", "post")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(shell.err())
        .isEqualToIgnoringNewLines("kekkai: The client post is not suspended: suspended are shop");
    assertThat(shell.run("clients", "resume", "shop")).isZero();
    assertThat(shell.run("clients", "resume", "shop")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(shell.err()).contains("suspended are none");
    assertThat(list()).containsPattern("shop +active\\R");
  }

  @Test
  void a_suspension_outlives_its_client_and_shows() throws Exception {
    shell.run("clients", "suspend", "shop", "--reason", "stolen");
    apply("post");

    assertThat(list())
        .containsPattern("post +active\\R")
        .containsPattern("shop +suspended +since .*: stolen \\(no client of this version\\)\\R");
    assertThat(shell.run("clients", "resume", "shop")).isZero();
    assertThat(list()).doesNotContain("shop");
  }

  @Test
  void what_somebody_wrote_into_the_database_writes_no_line_of_the_list() {
    shell.run("clients", "suspend", "shop", "--reason", "x\nshop   active\u001b[2K\u202e");
    assertThat(list())
        .containsPattern("shop +suspended +since .*: x\\?shop   active\\?\\[2K\\?\\R")
        .hasLineCount(3);
  }

  @Test
  void of_many_clients_some_are_named() throws Exception {
    apply(java.util.stream.IntStream.range(0, 23).mapToObj(i -> "c" + i).toArray(String[]::new));
    shell.run("clients", "suspend", "shop", "--reason", "stolen");
    assertThat(shell.err()).contains("c0, c1,", "c19 and 3 more").doesNotContain("c20");
  }

  @Test
  void what_runs_at_each_start_applies_the_first_registry_only() throws Exception {
    String[] apply = {"clients", "apply", "clients.yaml", "--if-none"};
    assertThat(shell.run(apply)).isZero();
    assertThat(shell.out())
        .isEqualToIgnoringNewLines("Nothing was changed: there is a registry, version 1");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    ServerFolder.write(empty);
    Files.copy(folder.resolve("clients.yaml"), empty.resolve("clients.yaml"));
    Shell first = new Shell(empty, empty);
    assertThat(first.run(apply)).as(first.err()).isZero();
    assertThat(first.out()).startsWith("Registry version 1, 2 clients");
  }

  private String list() {
    assertThat(shell.run("clients", "list")).as(shell.err()).isZero();
    return shell.out();
  }

  private void apply(String... ids) throws Exception {
    String entries =
        Arrays.stream(ids).map(ClientsCommandsTest::entry).collect(Collectors.joining());
    Files.writeString(folder.resolve("clients.yaml"), "format: 1\nclients:\n" + entries);
    assertThat(shell.run("clients", "apply", "clients.yaml")).as(shell.err()).isZero();
  }

  private static String entry(String id) {
    try {
      return """
        - id: ID
          certificates: ["CERTIFICATE"]
          keys:
            - id: ID-1
              algorithm: ecdsa-p256-sha256
              public-key: |
      KEY
          operations: [decrypt]
          keks: [cards]
          contexts: [[orders]]
          quotas: {cards: {capacity: 10, per: 1h}}
      """
          .replace("ID", id)
          .replace("CERTIFICATE", String.format("%064x", id.hashCode() & 0xffffffffL))
          .replace(
              "KEY",
              Certificates.pem(Certificates.newKeyPair().getPublic())
                  .strip()
                  .indent(10)
                  .stripTrailing());
    } catch (java.security.GeneralSecurityException | java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
