package dev.kekkai.keyserver.registry;

import static dev.kekkai.keyserver.registry.ClientYaml.document;
import static dev.kekkai.keyserver.registry.ClientYaml.key;
import static dev.kekkai.keyserver.registry.ClientYaml.parsed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.problem.ConfigException;
import dev.kekkai.config.problem.Problem;
import dev.kekkai.formats.httpsig.SignatureAlgorithm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code clients.yaml}: what it can say, and that everything else is refused with its place. */
class RegistryDocumentTest {
  private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");

  /** The one problem of a document, as a person reads it. */
  private static String problem(ClientYaml... clients) {
    List<String> problems = problems(document(clients));
    assertThat(problems).hasSize(1);
    return problems.get(0);
  }

  private static List<String> problems(String text) {
    try {
      RegistryDocument.parse("clients.yaml", text);
      return List.of();
    } catch (ConfigException e) {
      return e.problems().stream().map(Problem::describe).toList();
    }
  }

  @Test
  void all_that_a_client_can_say_is_read() {
    String rsa = TestKeys.RSA_3072;
    String ec = TestKeys.pem(TestKeys.ec("secp256r1").getPublic());
    String leaf = "AA:BB:" + "00:".repeat(29) + "01";
    RegistryDocument document =
        parsed(
            new ClientYaml("shop")
                .with("certificates", "['" + leaf + "', 'spki:" + "0".repeat(63) + "2']")
                .with("keys", key("a", "rsa-pss-sha512", rsa) + key("b", "ecdsa-p256-sha256", ec))
                .with("operations", "[decrypt, reseal]")
                .with("keks", "[payments, users]")
                .with("contexts", "[[users, otp], [cards]]")
                .with(
                    "quotas",
                    "{payments: {capacity: 1000, per: 1h}, users: {capacity: 5, refill: 2, per:"
                        + " 30s}}")
                .with("not-before", "2026-01-01T00:00:00Z")
                .with("expires", "'2027-01-01T00:00:00+01:00'"),
            ClientYaml.auditor("revision"));
    assertThat(document.clients()).extracting(ClientEntry::id).containsExactly("shop", "revision");
    ClientEntry shop = document.clients().get(0);
    assertThat(shop.certificates())
        .containsExactlyInAnyOrder(
            new CertificatePin(CertificatePin.Of.CERTIFICATE, "aabb" + "00".repeat(29) + "01"),
            new CertificatePin(CertificatePin.Of.PUBLIC_KEY, "0".repeat(63) + "2"));
    assertThat(shop.keys().get("a").algorithm()).isEqualTo(SignatureAlgorithm.RSA_PSS_SHA512);
    assertThat(TestKeys.pem(shop.keys().get("b").key())).isEqualTo(ec);
    assertThat(shop.operations()).containsExactlyInAnyOrder(Operation.DECRYPT, Operation.RESEAL);
    assertThat(shop.keks()).containsExactlyInAnyOrder("payments", "users");
    assertThat(shop.contexts()).containsExactly(List.of("users", "otp"), List.of("cards"));
    assertThat(shop.quotas().get("payments")).isEqualTo(new Quota(1000, 1000, Duration.ofHours(1)));
    assertThat(shop.quotas().get("users")).isEqualTo(new Quota(5, 2, Duration.ofSeconds(30)));
    assertThat(shop.notBefore()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(shop.expires()).isEqualTo(Instant.parse("2026-12-31T23:00:00Z"));
    ClientEntry revision = document.clients().get(1);
    assertThat(revision.operations()).containsExactly(Operation.AUDIT);
    assertThat(revision.keks()).isEmpty();
    assertThat(document.warnings(NOW)).isEmpty();
  }

  @Test
  void all_contexts_are_allowed_by_one_word() {
    assertThat(parsed(new ClientYaml("a").with("contexts", "all")).clients().get(0).contexts())
        .containsExactly(List.of());
    assertThat(problem(new ClientYaml("a").with("contexts", "any")))
        .isEqualTo("clients[0].contexts = any: must be one of all");
  }

  @Test
  void no_clients_at_all_is_a_document_too() {
    assertThat(RegistryDocument.parse("x", "format: 1\nclients: []").clients()).isEmpty();
  }

  @Test
  void every_problem_is_reported_at_once_with_its_place() {
    String text =
        document(
            new ClientYaml("a b")
                .with("certificates", "[12, 'abcd']")
                .with("keys", key("k", "hmac-sha256", "x"))
                .with("operations", "[decrypt, wipe]")
                .with("keks", "[payments.v1]")
                .with("contexts", "[]")
                .with("quotas", "{payments: {capacity: 0, per: 2y, burst: 1}}")
                .with("expires", "2027-01-01")
                .with("colour", "red"),
            new ClientYaml("b").without("keys").without("quotas"));
    assertThat(problems(text).stream().map(p -> p.replaceAll("[:= ].*", "")))
        .containsExactlyInAnyOrder(
            "clients[0].id",
            "clients[0].certificates[0]",
            "clients[0].certificates[1]",
            "clients[0].keys[0].algorithm",
            "clients[0].operations[1]",
            "clients[0].keks[0]",
            "clients[0].contexts",
            "clients[0].quotas.payments",
            "clients[0].expires",
            "clients[0].colour",
            "clients[1].keys",
            "clients[1].quotas");
    assertThatThrownBy(() -> RegistryDocument.parse("clients.yaml", text))
        .hasMessageStartingWith("clients.yaml: 12 problems")
        .hasMessageContaining(
            "clients[0].operations[1] = wipe: must be one of decrypt, reseal, audit")
        .hasMessageContaining(
            "clients[0].keys[0].algorithm = hmac-sha256: must be one of ed25519,"
                + " ecdsa-p256-sha256, rsa-pss-sha512")
        .hasMessageContaining("clients[0].contexts: must have 1 to 256 elements, it has 0")
        .hasMessageContaining(
            "clients[0].expires = 2027-01-01: must be a date and time with offset, such as"
                + " 2027-01-31T00:00:00Z")
        .hasMessageContaining("clients[1].keys: is missing");
  }

  @Test
  void all_problems_of_a_quota_are_told() {
    ClientYaml client =
        new ClientYaml("a").with("quotas", "{payments: {capacity: 0, per: 2y, burst: 1}}");
    assertThat(problems(document(client)))
        .containsExactly(
            "clients[0].quotas.payments.capacity = 0: must be a whole number from 1 to 1000000000",
            "clients[0].quotas.payments.per = 2y: must be a duration from 1s to 31d, such as 30s,"
                + " 15m, 1h or 7d",
            "clients[0].quotas.payments.burst: is no key here; the keys are capacity, refill,"
                + " per");
  }

  @Test
  void more_problems_than_anybody_reads_are_counted() {
    String list = "[" + "x, ".repeat(400) + "x]";
    assertThatThrownBy(() -> RegistryDocument.parse("clients.yaml", "format: 1\nclients: " + list))
        .hasMessageContaining("and 301 more problems");
  }

  @Test
  void a_client_has_a_quota_for_each_of_its_keks_and_no_other() {
    assertThat(
            problems(
                document(
                    new ClientYaml("a")
                        .with("keks", "[users]")
                        .with("quotas", "{payments: {capacity: 1, per: 1h}}"))))
        .containsExactly(
            "clients[0].quotas.payments: is not among the client's keks",
            "clients[0].quotas.users: is missing");
  }

  @ParameterizedTest
  @CsvSource({"'[audit, decrypt]','audit, decrypt'", "'[reseal, audit]','reseal, audit'"})
  void who_reads_the_audit_log_does_not_decrypt(String operations, String shown) {
    assertThat(problem(ClientYaml.auditor("a").with("operations", operations)))
        .isEqualTo(
            "clients[0].operations = "
                + shown
                + ": a client that reads the audit log must not decrypt or reseal; register two"
                + " clients");
  }

  @ParameterizedTest
  @CsvSource({"keks,[payments]", "contexts,all", "quotas,'{payments: {capacity: 1, per: 1h}}'"})
  void who_reads_the_audit_log_has_nothing_to_do_with_keks(String key, String value) {
    assertThat(problem(ClientYaml.auditor("a").with(key, value)))
        .startsWith("clients[0]." + key)
        .endsWith(": must be left out: this client reads the audit log");
  }

  @Test
  void an_id_names_one_client() {
    assertThat(problem(new ClientYaml("a"), new ClientYaml("a").with("keys", otherKey("z"))))
        .isEqualTo("clients[1].id = a: is the id of another client too");
  }

  private static String otherKey(String id) {
    return key(id, "ed25519", TestKeys.pem(TestKeys.ed25519().getPublic()));
  }

  @Test
  void a_key_id_is_one_clients() {
    assertThat(
            problem(
                new ClientYaml("a").with("keys", otherKey("k")),
                new ClientYaml("b").with("keys", otherKey("k"))))
        .isEqualTo(
            "clients[1].keys[0].id = k: is a key id of the client a too; each client needs its"
                + " own");
    assertThat(problem(new ClientYaml("a").with("keys", otherKey("k") + otherKey("k"))))
        .isEqualTo("clients[0].keys[1].id = k: is a key id that this client has already");
  }

  @Test
  void a_public_key_is_one_clients() {
    String pem = TestKeys.pem(TestKeys.ed25519().getPublic());
    assertThat(
            problem(
                new ClientYaml("a").with("keys", key("k1", "ed25519", pem)),
                new ClientYaml("b").with("keys", key("k2", "ed25519", pem))))
        .startsWith("clients[1].keys[0].public-key = -----BEGIN PUBLIC KEY-----")
        .endsWith(": is a public key of the client a too; each client needs its own");
  }

  @Test
  void a_certificate_is_one_clients() {
    String pin = "f".repeat(64);
    assertThat(
            problem(
                new ClientYaml("a").with("certificates", "[" + pin + "]"),
                new ClientYaml("b").with("certificates", "['" + "FF:".repeat(31) + "FF']")))
        .endsWith(": is a certificate of the client a too; each client needs its own");
  }

  @Test
  void the_end_comes_after_the_beginning() {
    assertThat(
            problem(
                new ClientYaml("a")
                    .with("not-before", "2027-01-01T00:00:00Z")
                    .with("expires", "2026-01-01T00:00:00Z")))
        .isEqualTo(
            "clients[0].expires = 2026-01-01T00:00:00Z: must be later than not-before,"
                + " 2027-01-01T00:00:00Z");
  }

  @Test
  void the_format_has_a_version() {
    assertThat(problems("clients: []")).containsExactly("format: is missing");
    assertThat(problems("format: 2\nclients: []"))
        .containsExactly("format = 2: must be a whole number from 1 to 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "text", "1"})
  void a_document_is_a_mapping(String text) {
    assertThat(problems(text)).containsExactly("document: must be a mapping of keys to values");
  }

  @Test
  void a_document_has_bounds() {
    assertThat(problems("#" + "x".repeat(RegistryDocument.MAX_CHARS)))
        .containsExactly("document: must have at most 1048576 characters, not 1048577");
    assertThat(problems("format: 1\nclients: [" + "{}, ".repeat(1001) + "]"))
        .containsExactly("clients: must have 0 to 1000 elements, it has 1001");
  }

  @Test
  void what_is_allowed_but_weak_or_past_is_said() {
    String rsa = TestKeys.pem(TestKeys.rsa(2048, 65537).getPublic());
    RegistryDocument document =
        parsed(
            new ClientYaml("old").with("expires", "2026-12-01T00:00:00Z"),
            new ClientYaml("weak").with("keys", key("k", "rsa-pss-sha512", rsa)));
    assertThat(document.warnings(NOW))
        .containsExactly(
            "client old expired on 2026-12-01T00:00:00Z",
            "key k of client weak is RSA-2048; new keys have 3,072 bits or more");
  }

  @Test
  void a_document_is_named_by_its_hash() {
    assertThat(RegistryDocument.parse("x", "format: 1\nclients: []").sha256())
        .isEqualTo("ab9decbd66efe194bce190ba508511872471600788d7e0fa1ac44fc5ef14530a");
  }

  @Test
  void ids_that_could_be_taken_for_something_else_are_refused() {
    Set<String> bad = Set.of("''", "'a/b'", "'-a'", "'" + "a".repeat(65) + "'", "'a b'", "'é'");
    assertThat(
            bad.stream()
                .map(id -> problem(new ClientYaml("x").with("id", id)))
                .collect(Collectors.toSet()))
        .allMatch(
            text ->
                text.endsWith(
                    "must have 1 to 64 of letters, digits, '.', '_' and '-', and begin with a"
                        + " letter or digit"));
    assertThat(problem(new ClientYaml("x").with("id", "12")))
        .isEqualTo("clients[0].id = 12: must be text; put it into quotation marks");
  }
}
