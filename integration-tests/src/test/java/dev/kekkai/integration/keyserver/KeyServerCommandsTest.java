package dev.kekkai.integration.keyserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cli.ExitCode;
import dev.kekkai.formats.envelope.SealedEnvelope;
import dev.kekkai.formats.httpsig.SignatureAlgorithm;
import dev.kekkai.integration.cli.Shell;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * From an empty token to an audit log that verifies, by the command alone: {@code serve} in a
 * process of its own, PostgreSQL as the database.
 */
class KeyServerCommandsTest {
  private static final String RIGHTS =
      "operations: [decrypt, reseal]\nkeks: [cards]\ncontexts: [[orders]]\n"
          + "quotas: {cards: {capacity: 1000, per: 1h}}\n";

  /** How a JVM ends on SIGTERM. */
  private static final int TERMINATED = 143;

  private Site site;
  private Shell shell;
  private TestClient shop;
  private Relay relay;
  private String client;
  private String sealed;

  @Test
  void the_whole_life_of_a_key_server_by_its_commands() throws Exception {
    TestToken token = SoftHsmTokens.create("key-server-commands");
    site = Site.bare(token, "commands", List.of("cards"));
    shop = site.client("shop", SignatureAlgorithm.ED25519);
    shell =
        new Shell(site.file(".")).with("KEKKAI_CONFIG", token.propertiesFile("c.properties") + "");
    Path server = site.serverConfig("key-server");
    makeKeys();
    registerClients();
    try (Relay started = new Relay()) {
      relay = started;
      client = site.clientConfig(shop, SignatureAlgorithm.ED25519, "2m", relay.port()).toString();
      try (ServeProcess process = ServeProcess.start(server)) {
        relay.to(process.awaitPort());
        sealAndOpen();
        rotateAndReseal();
        suspendAndResume();
        assertThat(process.stop()).isEqualTo(TERMINATED);
      }
    }
    verifyTheLog();
  }

  private void makeKeys() throws Exception {
    for (String name : List.of("audit-seal", "keks-seal")) {
      String key = site.keyName(name);
      assertThat(shell.ok("seal-key", "create", key)).contains("Made " + key + ".v1: ");
      Files.writeString(site.file(name + ".pem"), shell.ok("seal-key", "export", key));
    }
    assertThat(shell.ok("kek", "create", "cards", "--type", "ec", "--bits", "256"))
        .contains("cards.v1: EC KEK, 256 bits");
    assertThat(shell.run("seal-key", "export", "cards")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.run("seal-key", "export", "nosuch")).isEqualTo(ExitCode.NOT_FOUND);
  }

  private void registerClients() throws Exception {
    String good = "format: 1\nclients:\n" + shop.entry(RIGHTS);
    Files.writeString(site.file("clients.yaml"), good);
    Files.writeString(site.file("bad.yaml"), good.replace("keks: [cards]", "keks: ['c a r d s']"));
    assertThat(shell.run("clients", "apply", "bad.yaml")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).contains("keks");
    assertThat(shell.ok("clients", "apply", "clients.yaml"))
        .contains("Registry version 1, 1 clients");
    assertThat(shell.run("clients", "apply", "clients.yaml", "--expect", "0"))
        .isEqualTo(ExitCode.FAILED);
    assertThat(shell.ok("clients", "list")).contains("Registry version 1").contains("shop");
  }

  private int asClient(String input, String... args) {
    String[] all = java.util.Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--config";
    all[args.length + 1] = client;
    return shell.runWithInput(input, all);
  }

  private int open(String item, String... context) {
    String[] args = new String[2 + 2 * context.length];
    args[0] = "open";
    args[1] = item;
    for (int i = 0; i < context.length; i++) {
      args[2 + 2 * i] = "-c";
      args[3 + 2 * i] = context[i];
    }
    return asClient("", args);
  }

  private int seal(String... context) {
    return asClient(
        "4111 1111 1111 1111\n", "seal", "--kek", "cards", "-c", context[0], "-c", context[1]);
  }

  private void sealAndOpen() throws Exception {
    assertThat(seal("orders", "17")).as("without a KEK set").isEqualTo(ExitCode.NOT_FOUND);
    assertThat(asClient("", "keks")).as(shell.err()).isEqualTo(ExitCode.OK);
    assertThat(shell.out()).containsPattern("cards\\.v1 +ECDH-ES\\+A256KW +primary");
    assertThat(seal("orders", "17")).as(shell.err()).isEqualTo(ExitCode.OK);
    sealed = shell.out().strip();
    assertThat(open(sealed, "orders", "17")).as(shell.err()).isEqualTo(ExitCode.OK);
    assertThat(shell.out()).isEqualTo("4111 1111 1111 1111");
    assertThat(open(sealed, "orders", "18")).isEqualTo(ExitCode.REFUSED);
    assertThat(open(sealed, "users", "17")).isEqualTo(ExitCode.REFUSED);
    assertThat(open(sealed.replaceFirst("....$", "AAAA"), "orders", "17"))
        .isEqualTo(ExitCode.REFUSED);
    assertThat(shell.out()).isEmpty();
  }

  private void rotateAndReseal() throws Exception {
    shell.ok("kek", "rotate", "cards");
    Await.until(
        "the new version is primary",
        () -> {
          assertThat(asClient("", "keks")).isEqualTo(ExitCode.OK);
          return shell.out().matches("(?s).*cards\\.v2 +ECDH-ES\\+A256KW +primary.*");
        });
    assertThat(asClient("", "reseal", sealed, "-c", "orders", "-c", "17")).isEqualTo(ExitCode.OK);
    String resealed = shell.out().strip();
    assertThat(SealedEnvelope.parse(resealed).kid()).isEqualTo("cards.v2");
    for (String item : List.of(sealed, resealed)) {
      assertThat(open(item, "orders", "17")).isEqualTo(ExitCode.OK);
      assertThat(shell.out()).isEqualTo("4111 1111 1111 1111");
    }
  }

  private void suspendAndResume() throws Exception {
    assertThat(shell.ok("clients", "suspend", "shop", "--reason", "a drill")).contains("suspended");
    assertThat(shell.ok("clients", "list")).contains("a drill");
    Await.until("suspended", () -> open(sealed, "orders", "17") == ExitCode.REFUSED);
    shell.ok("clients", "resume", "shop");
    assertThat(shell.run("clients", "resume", "shop")).isEqualTo(ExitCode.NOT_FOUND);
    Await.until("resumed", () -> open(sealed, "orders", "17") == ExitCode.OK);
  }

  private void verifyTheLog() throws Exception {
    String key = site.auditSealKey().toString();
    String witness = site.witness("key-server").toString();
    assertThat(shell.ok("audit", "verify", "--key", key, "--witness", witness))
        .startsWith("1 chains, ")
        .contains(": as the servers wrote them")
        .doesNotContain("Not protected", "has no end");
    Path export = Files.writeString(site.file("audit.jsonl"), shell.ok("audit", "export"));
    assertThat(shell.ok("audit", "verify", "--key", key, "--export", export.toString()))
        .contains(": as the servers wrote them");
    assertThat(
            shell.run(
                "audit",
                "verify",
                "--key",
                site.keksSealKey().toString(),
                "--export",
                export.toString()))
        .isEqualTo(ExitCode.REFUSED);
    String edited = Files.readString(export).replaceFirst("not-opened", "refused"); // in entry 3
    assertThat(edited).isNotEqualTo(Files.readString(export));
    Files.writeString(export, edited);
    assertThat(shell.run("audit", "verify", "--key", key, "--export", export.toString()))
        .isEqualTo(ExitCode.REFUSED);
    assertThat(shell.out()).contains("entry 3");
  }
}
