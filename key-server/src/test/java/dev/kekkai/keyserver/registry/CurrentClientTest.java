package dev.kekkai.keyserver.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.formats.EncryptionContext;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a client may, and which certificate is its own. */
class CurrentClientTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final EncryptionContext CONTEXT = EncryptionContext.of("users", "otp", "17");

  private static CurrentClient client(ClientYaml yaml) {
    return new CurrentClient(ClientYaml.parsed(yaml).clients().get(0), 7, false);
  }

  private static Optional<String> decrypt(CurrentClient client, String kek, String... context) {
    EncryptionContext asked =
        context.length == 0
            ? EncryptionContext.empty()
            : EncryptionContext.of(context[0], Arrays.copyOfRange(context, 1, context.length));
    return client.refusal(Operation.DECRYPT, kek, asked, NOW);
  }

  @Test
  void what_is_registered_is_allowed() {
    CurrentClient client = client(new ClientYaml("a"));
    assertThat(client.refusal(Operation.DECRYPT, "payments", CONTEXT, NOW)).isEmpty();
    assertThat(client.id()).isEqualTo("a");
    assertThat(client.registryVersion()).isEqualTo(7);
    assertThat(client.quota("payments")).isPresent();
    assertThat(client.quota("users")).isEmpty();
    assertThat(client.key("a-1")).isPresent();
    assertThat(client.key("b-1")).isEmpty();
  }

  @Test
  void each_other_thing_is_refused_for_its_reason() {
    CurrentClient client = client(new ClientYaml("a"));
    assertThat(client.refusal(Operation.RESEAL, "payments", CONTEXT, NOW)).contains("operation");
    assertThat(client.refusal(Operation.AUDIT, "payments", CONTEXT, NOW)).contains("operation");
    assertThat(decrypt(client, "users", "users", "otp")).contains("kek");
    assertThat(decrypt(client, "payments", "users", "iban")).contains("context");
  }

  @Test
  void a_context_has_to_begin_with_whole_parts() {
    CurrentClient client = client(new ClientYaml("a").with("contexts", "[[users, otp], [cards]]"));
    assertThat(decrypt(client, "payments", "users", "otp")).isEmpty();
    assertThat(decrypt(client, "payments", "cards", "otp", "1")).isEmpty();
    assertThat(decrypt(client, "payments", "users")).contains("context");
    assertThat(decrypt(client, "payments", "users", "otp2")).contains("context");
    assertThat(decrypt(client, "payments", "usersotp")).contains("context");
    assertThat(decrypt(client, "payments", "otp", "users")).contains("context");
    assertThat(decrypt(client, "payments")).contains("context");
  }

  @Test
  void all_contexts_are_all_contexts() {
    CurrentClient client = client(new ClientYaml("a").with("contexts", "all"));
    assertThat(decrypt(client, "payments")).isEmpty();
    assertThat(decrypt(client, "payments", "anything")).isEmpty();
  }

  @Test
  void dates_bound_everything() {
    CurrentClient client =
        client(
            new ClientYaml("a")
                .with("not-before", "2026-06-01T00:00:00Z")
                .with("expires", "2026-07-01T00:00:00Z"));
    assertThat(client.refusal(Operation.DECRYPT, "payments", CONTEXT, NOW.minusMillis(1)))
        .contains("not-yet-valid");
    assertThat(client.refusal(Operation.DECRYPT, "payments", CONTEXT, NOW)).isEmpty();
    Instant end = Instant.parse("2026-07-01T00:00:00Z");
    assertThat(client.refusal(Operation.DECRYPT, "payments", CONTEXT, end.minusMillis(1)))
        .isEmpty();
    assertThat(client.refusal(Operation.DECRYPT, "payments", CONTEXT, end)).contains("expired");
  }

  @Test
  void who_is_suspended_may_nothing() {
    ClientEntry entry = ClientYaml.parsed(new ClientYaml("a")).clients().get(0);
    assertThat(
            new CurrentClient(entry, 1, true).refusal(Operation.DECRYPT, "payments", CONTEXT, NOW))
        .contains("suspended");
    assertThat(new CurrentClient(entry, 1, true).refusal(Operation.DECRYPT, NOW))
        .contains("suspended");
  }

  @Test
  void who_reads_the_audit_log_needs_neither_kek_nor_context() {
    CurrentClient client = client(ClientYaml.auditor("a"));
    assertThat(client.refusal(Operation.AUDIT, NOW)).isEmpty();
    assertThat(client.refusal(Operation.DECRYPT, "payments", CONTEXT, NOW)).contains("operation");
    assertThat(client.refusal(Operation.DECRYPT, NOW)).contains("operation");
  }

  @Test
  void a_certificate_is_known_by_its_hash_or_by_that_of_its_key() throws Exception {
    KeyPair keys = TestKeys.ec("secp256r1");
    X509Certificate first = TestKeys.certificate(keys, 1);
    X509Certificate renewed = TestKeys.certificate(keys, 2);
    X509Certificate foreign = TestKeys.certificate(TestKeys.ec("secp256r1"), 3);
    String leaf = hash(first.getEncoded());
    String spki = "spki:" + hash(keys.getPublic().getEncoded());

    CurrentClient byLeaf = client(new ClientYaml("a").with("certificates", "['" + leaf + "']"));
    assertThat(byLeaf.hasCertificate(first)).isTrue();
    assertThat(byLeaf.hasCertificate(renewed)).isFalse();
    assertThat(byLeaf.hasCertificate(foreign)).isFalse();

    CurrentClient byKey = client(new ClientYaml("a").with("certificates", "['" + spki + "']"));
    assertThat(byKey.hasCertificate(first)).isTrue();
    assertThat(byKey.hasCertificate(renewed)).isTrue();
    assertThat(byKey.hasCertificate(foreign)).isFalse();
  }

  private static String hash(byte[] der) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der));
  }

  @Test
  void the_hash_of_a_key_is_not_taken_for_that_of_a_certificate() throws Exception {
    KeyPair keys = TestKeys.ec("secp256r1");
    X509Certificate certificate = TestKeys.certificate(keys, 1);
    String swapped =
        "['"
            + hash(keys.getPublic().getEncoded())
            + "', 'spki:"
            + hash(certificate.getEncoded())
            + "']";
    assertThat(
            client(new ClientYaml("a").with("certificates", swapped)).hasCertificate(certificate))
        .isFalse();
  }

  @Test
  void a_quota_has_bounds() {
    assertThatThrownBy(() -> new Quota(0, 1, Quota.SHORTEST))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not 0, 1, PT1S");
  }
}
