package dev.kekkai.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cli.ExitCode;
import dev.kekkai.cli.audit.Auditor;
import dev.kekkai.cli.audit.KeysReport;
import dev.kekkai.config.Environment;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.jdbc.StoreDatabase;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.KeyTemplates;
import dev.kekkai.testkit.NssTokens;
import dev.kekkai.testkit.OwnProfiles;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kekkai keys audit} and what {@code kek create} says, on real tokens. */
class KeysAuditOnTokenTest {
  private static final AtomicInteger TOKENS = new AtomicInteger();

  @TempDir private Path folder;
  private TestToken token;
  private Shell shell;

  @BeforeEach
  void open() {
    token = SoftHsmTokens.create("keys-audit-" + TOKENS.incrementAndGet());
    Path config =
        token.propertiesFile("keys-audit.properties", "kek", "payments", "store", store());
    shell = new Shell(folder).with("KEKKAI_CONFIG", config.toString());
  }

  private String store() {
    return "jdbc:h2:file:" + folder.resolve("store") + ";WRITE_DELAY=0";
  }

  @Test
  void a_bad_key_is_told_with_attack_and_remedy_and_the_exit_code_is_6() throws Exception {
    assertThat(shell.ok("kek", "create", "payments")).doesNotContain("Not taken");
    assertThat(shell.ok("keys", "audit", "--fail-on", "low"))
        .containsPattern("payments\\.v1 +aesKek +256 +256 +local +primary +opens +20.* 0\\R")
        .contains("No key breaks a rule");
    onToken((session, templates) -> decrypts(session, templates, "payments.v9"));
    assertThat(shell.run("keys", "audit")).isEqualTo(ExitCode.FINDINGS);
    assertThat(shell.out())
        .contains(
            "CRITICAL  wrap-and-decrypt: payments.v9, AES secret key, CKA_ID 01  (PCI DSS 3.6.1)")
        .contains("CKA_DECRYPT is true", "Attack: wrap a key, then", "Do: Make a new version")
        .contains("2 findings: 1 critical, 1 medium");
    assertThat(shell.run("keys", "audit", "--json")).isEqualTo(ExitCode.FINDINGS);
    assertThat(shell.out())
        .startsWith("{\"report\":\"keys-audit\",\"version\":1,")
        .contains("\"exitCode\":6,\"token\":{\"label\":\"keys-audit-")
        .contains("{\"rule\":\"wrap-and-decrypt\",\"severity\":\"critical\",\"pciDss\":\"3.6.1\"")
        .contains("\"rules\":[\"wrap-and-decrypt\",\"no-canary\"]")
        .contains("\"kek\":\"payments.v1\",\"kind\":\"aesKek\",\"bits\":256,\"strength\":256");
    assertThat(shell.ok("keys", "audit", "--inventory"))
        .startsWith("KEK ")
        .doesNotContain("CRITICAL");
    assertThat(shell.run("keys", "audit", "--fail-on", "bad")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).contains("takes low, medium, high, critical, not 'bad'");
  }

  @Test
  void what_the_store_knows_better_is_found() throws Exception {
    shell.ok("kek", "create", "payments");
    shell.ok("kek", "create", "orders");
    shell.ok("kek", "create", "cards");
    remade("payments.v1");
    onToken(
        (session, templates) -> {
          session.destroyObject(found(session, "cards.v1"));
          return true;
        });
    try (Connection connection = DriverManager.getConnection(store());
        Statement statement = connection.createStatement()) {
      statement.execute("update kek set created_at = created_at + 1 where name = 'orders'");
    }
    assertThat(shell.run("keys", "audit")).isEqualTo(ExitCode.FINDINGS);
    assertThat(shell.out())
        .contains("CRITICAL  wrong-canary: payments.v1")
        .contains("CRITICAL  changed-row: orders.v1")
        .contains("HIGH      kek-missing: cards.v1, not on the token")
        .contains("3 findings: 2 critical, 1 high");
    assertThat(shell.ok("keys", "audit", "--inventory")).doesNotContain("Not checked");
    onToken(
        (session, templates) -> {
          session.destroyObject(found(session, "kekkai-store.v1"));
          return true;
        });
    for (String[] audit : new String[][] {{"keys", "audit"}, {"keys", "audit", "--inventory"}}) {
      assertThat(shell.run(audit)).as("a store that can't be checked").isEqualTo(ExitCode.FAILED);
      assertThat(shell.out()).contains("Not checked against the DEK store: ", "kekkai-store");
    }
  }

  @Test
  void a_canary_that_could_not_be_tried_is_a_finding() {
    shell.ok("kek", "create", "payments");
    String guessed = "extends = softhsm2\nwrap.rfc3394 = 0x2109 [unverified]\n";
    String profile = OwnProfiles.write(folder, "guessed.properties", guessed);
    Path config =
        token.propertiesFile(
            "guessed-wrap.properties", "kek", "payments", "store", store(), "profile", profile);
    shell.with("KEKKAI_CONFIG", config.toString());
    assertThat(shell.run("keys", "audit", "--fail-on", "medium")).isEqualTo(ExitCode.FINDINGS);
    assertThat(shell.out())
        .contains("MEDIUM    no-canary: payments.v1", "its canary could not be tried: ")
        .contains("wrap.rfc3394", "1 finding: 1 medium");
  }

  @Test
  void a_primary_version_grows_old_and_a_retired_one_does_not() throws Exception {
    shell.ok("kek", "create", "payments");
    shell.ok("kek", "rotate", "payments");
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(731));
    try (KekkaiProvider provider = token.provider();
        StoreDatabase store = StoreDatabase.open(store(), Environment.DEVELOPMENT)) {
      KeysReport report = new Auditor(provider, Optional.of(store.keks()), later).run();
      assertThat(report.findings())
          .extracting(located -> located.label() + " " + located.finding().rule().id())
          .containsExactly("payments.v2 over-cryptoperiod");
    }
  }

  /**
   * A refusal that may be the token's trouble is believed by nobody, here of a proof made before.
   */
  @Test
  void a_kek_that_can_not_be_checked_hides_nothing_of_the_others() throws Exception {
    shell.ok("kek", "create", "cards");
    shell.ok("kek", "create", "orders");
    try (KekkaiProvider provider = token.provider();
        StoreDatabase store = StoreDatabase.open(store(), Environment.DEVELOPMENT)) {
      Auditor auditor = new Auditor(provider, Optional.of(store.keks()), Clock.systemUTC());
      assertThat(auditor.run().storeTrouble()).isEmpty();
      provider.source().get().withReadWrite(session -> remade(session, provider, "cards.v1"));
      try (Connection connection = DriverManager.getConnection(store());
          Statement statement = connection.createStatement()) {
        statement.execute("update kek set created_at = created_at + 1 where name = 'orders'");
      }
      KeysReport report = auditor.run();
      assertThat(report.storeTrouble()).startsWith("cards.v1: ").contains("could not be proved");
      assertThat(report.keks())
          .extracting(kek -> kek.label() + " " + kek.canary())
          .containsExactlyInAnyOrder("cards.v1 not checked", "orders.v1 changed row");
      assertThat(report.findings())
          .extracting(located -> located.label() + " " + located.finding().rule().id())
          .containsExactly("orders.v1 changed-row", "cards.v1 no-canary");
    }
  }

  @Test
  void nss_is_told_for_what_it_does_not_take() {
    TestToken nss = NssTokens.create("nss-keys-audit");
    Path config = nss.propertiesFile("keys-audit.properties", "kek", "payments");
    shell.with("KEKKAI_CONFIG", config.toString());
    assertThat(shell.ok("kek", "create", "payments"))
        .contains("Not taken: CKA_COPYABLE is ", "Not taken: CKA_ALLOWED_MECHANISMS is not told")
        .contains("Not taken: CKA_UNWRAP_TEMPLATE is not told (the profile nss does not send it")
        .doesNotContain("CKA_MODIFIABLE");
    assertThat(shell.ok("keys", "audit", "--fail-on", "low"))
        .contains("No key breaks a rule", "What Kekkai's keys do without", "CKA_COPYABLE")
        .containsPattern("payments\\.v1 +aesKek +256 +256 +unknown +primary +no store ");
  }

  private void remade(String label) throws Exception {
    try (KekkaiProvider provider = token.provider()) {
      provider.source().get().withReadWrite(session -> remade(session, provider, label));
    }
  }

  private static Object remade(Session session, KekkaiProvider provider, String label)
      throws TokenException {
    KeyTemplates templates = new KeyTemplates(provider.source().get().profile());
    var old = found(session, label);
    byte[] id = session.attributes(old, Cka.ID).bytes(Cka.ID);
    session.destroyObject(old);
    return session.generateKey(
        new Mechanism.Plain(Ckm.AES_KEY_GEN), templates.aesKek(label, id, 32, false));
  }

  private static dev.kekkai.cryptoki.ObjectHandle found(Session session, String label)
      throws TokenException {
    return session.find(Template.builder().with(Cka.LABEL, label).build()).get(0);
  }

  private static Object decrypts(Session session, KeyTemplates templates, String label)
      throws TokenException {
    return session.generateKey(
        new Mechanism.Plain(Ckm.AES_KEY_GEN),
        Template.builder()
            .with(templates.aesKek(label, new byte[] {1}, 32, false))
            .with(Cka.DECRYPT, true)
            .build());
  }

  private interface Work {
    Object on(Session session, KeyTemplates templates) throws TokenException;
  }

  private void onToken(Work work) throws TokenException {
    try (KekkaiProvider provider = token.provider()) {
      Token open = provider.source().get();
      open.withReadWrite(session -> work.on(session, new KeyTemplates(open.profile())));
    }
  }
}
