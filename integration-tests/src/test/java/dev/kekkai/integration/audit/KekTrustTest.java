package dev.kekkai.integration.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.keyserver.keks.TokenKekSource;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.audit.KeyAudit;
import dev.kekkai.provider.keys.DekPolicy;
import dev.kekkai.provider.keys.KekAdoption;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.KeyRule;
import dev.kekkai.provider.keys.KeyTemplates;
import dev.kekkai.provider.keys.NotAdoptedException;
import dev.kekkai.provider.keys.RefusedKeyException;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.UnprovedKeyException;
import dev.kekkai.provider.keys.WrappedDek;
import dev.kekkai.testkit.NssTokens;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * With {@code kek.trust = adopted} a key that somebody with the PIN makes is none of our KEKs, be
 * it by all the rules. Who makes it here has the usual trust.
 */
class KekTrustTest {
  private static final AtomicInteger TOKENS = new AtomicInteger();

  @TempDir private Path folder;

  static Stream<TestToken> tokens() {
    String name = "trust-" + TOKENS.incrementAndGet();
    return Stream.of(SoftHsmTokens.create(name), NssTokens.create(name));
  }

  private KekkaiProvider trusting(TestToken token) {
    return token.provider("kek.trust", "adopted", "kek.adopted", file().toString());
  }

  private Path file() {
    return folder.resolve("adopted");
  }

  private static void ceremony(KekkaiProvider provider, KekSpec kek) throws Exception {
    TokenKey made = provider.maker().create(kek);
    assertThat(adoption(provider).vouch(made, Clock.systemUTC())).isTrue();
  }

  private static KekAdoption adoption(KekkaiProvider provider) {
    return new KekAdoption(provider.source(), provider.tokenKeys());
  }

  private static void adopt(KekkaiProvider provider, String label) throws Exception {
    adoption(provider)
        .adopt(
            adoption(provider).candidates(key -> key.label().equals(label)).get(0),
            KekRef.parse(label),
            Clock.systemUTC());
  }

  private static void somebodyRotates(TestToken token) throws Exception {
    try (KekkaiProvider other = token.provider()) {
      other.maker().rotate("payments");
    }
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void the_next_version_is_left_aside_until_it_is_adopted(TestToken token) throws Exception {
    try (KekkaiProvider running = trusting(token)) {
      ceremony(running, KekSpec.aes("payments"));
      WrappedDek before = wrapped(running);
      somebodyRotates(token);
      assertThat(wrapped(running).kek()).hasToString("payments.v1");
      try (KekkaiProvider started = trusting(token)) {
        assertThat(wrapped(started).kek()).hasToString("payments.v1");
        opens(started, before);
        assertThatThrownBy(() -> started.tokenKeys().find("payments.v2"))
            .isInstanceOf(NotAdoptedException.class)
            .hasMessageContaining(
                "Nobody adopted the key payments.v2: it is not in the file " + file())
            .hasMessageContaining("kekkai kek adopt payments.v2");
      }
      adopt(running, "payments.v2");
      assertThat(wrapped(running).kek()).hasToString("payments.v2");
      opens(running, before);
    }
  }

  /** Whatever it is: by no rules, twice, or no KEK at all. */
  @ParameterizedTest
  @MethodSource("tokens")
  void what_else_is_made_under_the_name_stops_nobody(TestToken token) throws Exception {
    try (KekkaiProvider running = trusting(token)) {
      ceremony(running, KekSpec.aes("payments"));
      assertThat(wrapped(running).kek()).hasToString("payments.v1");
      try (KekkaiProvider other = token.provider()) {
        SeededToken seeded = new SeededToken(other);
        seeded.importAes("payments.v2", t -> t);
        seeded.importAes("payments.v3", t -> t);
        seeded.importAes("payments.v3", t -> t);
        seeded.importAes("payments.v999999999", t -> t.with(Cka.EXTRACTABLE, true));
        indexKey(other, "payments.v4");
      }
      assertThat(wrapped(running).kek()).hasToString("payments.v1");
      assertThat(notAdopted(running))
          .containsExactlyInAnyOrder("payments.v2", "payments.v3", "payments.v999999999");
      try (KekkaiProvider started = trusting(token)) {
        assertThat(wrapped(started).kek()).hasToString("payments.v1");
        TokenKey made = started.maker().rotate("payments");
        assertThat(made.ref()).hasToString("payments.v5");
        assertThat(made.kind()).isEqualTo(KeyKind.AES_KEK);
        assertThat(adoption(started).vouch(made, Clock.systemUTC())).isTrue();
      }
      assertThat(wrapped(running).kek()).as("by the changed file").hasToString("payments.v5");
    }
  }

  private static Set<String> notAdopted(KekkaiProvider provider) throws Exception {
    return new KeyAudit(provider.source(), provider.tokenKeys())
        .run().stream()
            .filter(key -> key.findings().stream().anyMatch(f -> f.rule() == KeyRule.NOT_ADOPTED))
            .map(key -> key.key().label())
            .collect(Collectors.toSet());
  }

  private static void indexKey(KekkaiProvider provider, String label) throws Exception {
    Token open = provider.source().get();
    Template template = new KeyTemplates(open.profile()).indexKey(label, new byte[] {4}, 32);
    open.withReadWrite(
        session -> session.generateKey(new Mechanism.Plain(Ckm.GENERIC_SECRET_KEY_GEN), template));
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void no_older_version_is_used_in_place_of_one_that_is_gone(TestToken token) throws Exception {
    try (KekkaiProvider running = trusting(token)) {
      ceremony(running, KekSpec.aes("payments"));
      TokenKey newer = running.maker().rotate("payments");
      adoption(running).vouch(newer, Clock.systemUTC());
      WrappedDek before = running.deks().generateWrapped(running.tokenKeys().find("payments.v1"));
      try (KekkaiProvider other = token.provider()) {
        other.maker().destroy(newer.ref(), newer.id());
      }
      assertThatThrownBy(() -> wrapped(running))
          .isInstanceOf(RefusedKeyException.class)
          .hasMessageContaining("has payments.v2 as the newest version, and the token")
          .hasMessageContaining("no older one is used");
      opens(running, before);
      assertThatThrownBy(() -> adoption(running).prepare(KeyKind.AES_KEK, "payments", true))
          .hasMessageContaining("has payments.v2, so that name is taken");
    }
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void a_rotation_takes_no_version_that_is_there(TestToken token) throws Exception {
    try (KekkaiProvider running = trusting(token)) {
      ceremony(running, KekSpec.aes("payments"));
      somebodyRotates(token);
      TokenKey made = running.maker().rotate("payments");
      assertThat(made.ref()).hasToString("payments.v3");
      assertThat(adoption(running).vouch(made, Clock.systemUTC())).isTrue();
      assertThat(running.tokenKeys().labels()).doesNotHaveDuplicates();
    }
    try (KekkaiProvider started = trusting(token)) {
      assertThat(wrapped(started).kek()).hasToString("payments.v3");
    }
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void another_key_of_its_label_and_id_is_refused(TestToken token) throws Exception {
    byte[] id;
    try (KekkaiProvider provider = trusting(token)) {
      ceremony(provider, KekSpec.aes("payments"));
      id = provider.tokenKeys().find("payments.v1").id();
    }
    try (KekkaiProvider other = token.provider()) {
      other.maker().destroy(new KekRef("payments", 1), id);
      Token open = other.source().get();
      KeyTemplates templates = new KeyTemplates(open.profile());
      ObjectHandle made =
          open.withReadWrite(
              session ->
                  session.generateKey(
                      new Mechanism.Plain(Ckm.AES_KEY_GEN),
                      templates.aesKek("payments.v1", id, 32, false)));
      assertThat(made).isNotNull();
      assertThat(wrapped(other).kek()).as("by its rules").hasToString("payments.v1");
    }
    try (KekkaiProvider started = trusting(token)) {
      // Unproved: SoftHSM2 answers to a blob of another key as if it were in trouble itself.
      assertThatThrownBy(() -> wrapped(started))
          .isInstanceOfAny(RefusedKeyException.class, UnprovedKeyException.class)
          .hasMessageContaining("payments.v1")
          .hasMessageContaining("another key");
    }
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void without_the_file_no_kek_is_used_and_keys_that_are_no_keks_are(TestToken token)
      throws Exception {
    try (KekkaiProvider provider = trusting(token)) {
      ceremony(provider, KekSpec.aes("payments"));
      provider.maker().create(KekSpec.index("lookup"));
      provider.maker().create(KekSpec.seal("audit-seal", 256));
    }
    Files.delete(file());
    try (KekkaiProvider started = trusting(token)) {
      assertThatThrownBy(() -> wrapped(started))
          .isInstanceOf(NotAdoptedException.class)
          .hasMessageContaining("payments.v1");
      assertThat(started.tokenKeys().primary("lookup").ref()).hasToString("lookup.v1");
      assertThat(started.tokenKeys().primary("audit-seal").ref()).hasToString("audit-seal.v1");
    }
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void a_pair_is_served_once_it_is_adopted(TestToken token) throws Exception {
    try (KekkaiProvider provider = trusting(token)) {
      TokenKekSource served = new TokenKekSource(provider, Set.of("payments"));
      ceremony(provider, KekSpec.ec("payments", 256));
      somebodyRotates(token);
      assertThat(served.read())
          .extracting(kek -> kek.publicKek().kid())
          .containsExactly("payments.v1");
      adopt(provider, "payments.v2");
      assertThat(served.read())
          .extracting(kek -> kek.publicKek().kid())
          .containsExactlyInAnyOrder("payments.v1", "payments.v2");
    }
  }

  private static WrappedDek wrapped(KekkaiProvider provider) throws Exception {
    return provider.deks().generateWrapped(provider.tokenKeys().primary("payments"));
  }

  private static void opens(KekkaiProvider provider, WrappedDek wrapped) throws Exception {
    provider.deks().open(wrapped, DekPolicy.of(provider.source().config())).close();
  }
}
