package dev.kekkai.keyserver.keks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.problem.ConfigException;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.envelope.EnvelopeOpenException;
import dev.kekkai.formats.envelope.EnvelopeSealer;
import dev.kekkai.formats.envelope.SealedEnvelope;
import dev.kekkai.formats.kekset.KekSet;
import dev.kekkai.formats.kekset.KekSetSigner;
import dev.kekkai.formats.kekset.KekSetVerifier;
import dev.kekkai.keyserver.fixture.MemoryKekSetStore;
import dev.kekkai.keyserver.fixture.SoftKekSource;
import dev.kekkai.keyserver.fixture.TestClock;
import dev.kekkai.keyserver.fixture.TestPki;
import dev.kekkai.keyserver.keks.KekSetStore.StoredKekSet;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** KEKs that come, go, fail and are published, seen by one server and by two. */
class TokenKeksTest {
  private static final EncryptionContext CONTEXT = EncryptionContext.of("a");
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final KeyPair seal = TestPki.ecKeys();
  private final MemoryKekSetStore store = new MemoryKekSetStore();
  private final TestClock clock = new TestClock(Instant.parse("2026-06-01T00:00:00Z"));
  private final SoftKekSource source = new SoftKekSource();
  private final KekSetVerifier verifier =
      new KekSetVerifier(List.of((ECPublicKey) seal.getPublic()));
  private final List<TokenKeks> open = new ArrayList<>();

  private TokenKeks keks(SoftKekSource token, String... names) {
    TokenKeks keks =
        new TokenKeks(
            Set.of(names),
            token,
            store,
            new KekSetSigner(seal.getPrivate(), (ECPublicKey) seal.getPublic()),
            verifier,
            DAY,
            clock);
    open.add(keks);
    return keks;
  }

  private TokenKeks started(SoftKekSource token) throws KeksUnavailableException {
    TokenKeks keks = keks(token, "payments");
    keks.start(HOUR);
    return keks;
  }

  @AfterEach
  void close() {
    open.forEach(TokenKeks::close);
  }

  private static SealedEnvelope item(EnvelopeSealer sealer) throws Exception {
    return SealedEnvelope.parse(sealer.seal("value".getBytes(StandardCharsets.UTF_8), CONTEXT));
  }

  @Test
  void the_set_says_what_the_token_has_and_is_signed() throws Exception {
    source.make("payments.v1");
    source.make("payments.v12");
    source.make("payments.v3");
    TokenKeks keks = started(source);
    KekSet set = verifier.verify(keks.published().jws());
    assertThat(set.primaries()).containsExactly(java.util.Map.entry("payments", "payments.v12"));
    assertThat(set.keks())
        .extracting(kek -> kek.kid())
        .containsExactlyInAnyOrder("payments.v1", "payments.v3", "payments.v12");
    assertThat(set.expires()).isEqualTo(set.issued().plus(DAY));
    assertThat(keks.isPrimary("payments.v12")).isTrue();
    assertThat(keks.isPrimary("payments.v3")).isFalse();
    assertThat(keks.isReady()).isTrue();
  }

  @Test
  void a_name_without_a_version_is_a_mistake_in_the_configuration() {
    source.make("payments.v1");
    assertThatThrownBy(() -> keks(source, "payments", "cards").start(HOUR))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("cards")
        .hasMessageContaining("kekkai kek create");
  }

  @Test
  void a_version_that_does_not_open_what_is_sealed_for_it_is_not_served() throws Exception {
    source.make("payments.v1");
    source.makeMismatched("payments.v2");
    TokenKeks keks = started(source);
    assertThat(keks.published().set().keks()).hasSize(1);
    assertThat(keks.published().set().primaries()).containsValue("payments.v1");
  }

  @Test
  void a_version_that_was_just_made_opens_before_the_next_look() throws Exception {
    source.make("payments.v1");
    TokenKeks keks = started(source);
    EnvelopeSealer fresh = source.make("payments.v2");
    clock.advance(Duration.ofSeconds(2));
    assertThat(keks.open(item(fresh), CONTEXT)).isEqualTo("value".getBytes(StandardCharsets.UTF_8));
    assertThat(keks.isPrimary("payments.v2")).isTrue();
  }

  @Test
  void items_for_versions_that_nobody_knows_do_not_make_the_token_be_looked_at_each_time()
      throws Exception {
    source.make("payments.v1");
    TokenKeks keks = started(source);
    EnvelopeSealer fresh = source.make("payments.v2");
    // within a second of the last look
    assertThatThrownBy(() -> keks.open(item(fresh), CONTEXT))
        .isInstanceOf(EnvelopeOpenException.class);
  }

  @Test
  void a_version_that_others_published_and_this_token_lacks_is_unavailable_not_bad()
      throws Exception {
    source.make("payments.v1");
    SoftKekSource lagging = new SoftKekSource();
    source.copyTo(lagging, "payments.v1");
    EnvelopeSealer fresh = source.make("payments.v2");
    started(source);
    TokenKeks behind = started(lagging);
    assertThat(behind.published().set().primaries()).containsValue("payments.v2");
    assertThatThrownBy(() -> behind.open(item(fresh), CONTEXT))
        .isInstanceOf(KeksUnavailableException.class)
        .hasMessageContaining("payments.v2");
  }

  @Test
  void while_the_token_is_away_nothing_is_called_bad() throws Exception {
    EnvelopeSealer sealer = source.make("payments.v1");
    TokenKeks keks = started(source);
    SealedEnvelope item = item(sealer);
    EncryptionContext wrong = EncryptionContext.of("b");
    assertThatThrownBy(() -> keks.open(item, wrong)).isInstanceOf(EnvelopeOpenException.class);
    source.calm(-1);
    assertThat(keks.isReady()).isFalse();
    assertThatThrownBy(() -> keks.open(item, wrong)).isInstanceOf(KeksUnavailableException.class);
    clock.advance(Duration.ofSeconds(2));
    SealedEnvelope unknown = item(new SoftKekSource().make("payments.v7"));
    assertThatThrownBy(() -> keks.open(unknown, CONTEXT))
        .isInstanceOf(KeksUnavailableException.class);
  }

  @Test
  void sealing_is_for_the_greatest_version() throws Exception {
    source.make("payments.v1");
    source.make("payments.v2");
    ResealedItem item = started(source).seal("payments", new byte[] {1}, CONTEXT);
    assertThat(item.kek()).isEqualTo("payments.v2");
    assertThat(SealedEnvelope.parse(item.item()).kid()).isEqualTo("payments.v2");
  }

  @Test
  void servers_with_the_same_keks_give_out_the_same_text() throws Exception {
    source.make("payments.v1");
    String first = started(source).published().jws();
    clock.advance(Duration.ofMinutes(1));
    assertThat(started(source).published().jws()).isEqualTo(first);
  }

  @Test
  void a_new_version_makes_a_greater_set_and_a_lost_store_too() throws Exception {
    source.make("payments.v1");
    long first = started(source).published().set().version();
    source.make("payments.v2");
    long second = started(source).published().set().version();
    assertThat(second).isGreaterThan(first);
    store.force(null);
    clock.advance(Duration.ofSeconds(5));
    assertThat(started(source).published().set().version()).isGreaterThan(second);
  }

  @Test
  void a_set_is_signed_anew_when_half_of_its_time_is_over_under_the_same_version()
      throws Exception {
    source.make("payments.v1");
    PublishedKeks first = started(source).published();
    clock.advance(DAY.dividedBy(2).plusMinutes(1));
    PublishedKeks second = started(source).published();
    assertThat(second.set().version()).isEqualTo(first.set().version());
    assertThat(second.set().expires()).isAfter(first.set().expires());
    assertThat(second.tag()).isNotEqualTo(first.tag());
  }

  @Test
  void an_expired_set_is_not_given_out() throws Exception {
    source.make("payments.v1");
    TokenKeks keks = started(source);
    clock.advance(DAY.plusSeconds(1));
    assertThatThrownBy(keks::published).isInstanceOf(KeksUnavailableException.class);
  }

  @Test
  void a_set_in_the_store_that_the_seal_key_did_not_sign_is_replaced_by_a_greater_one()
      throws Exception {
    source.make("payments.v1");
    PublishedKeks good = started(source).published();
    KeyPair forger = TestPki.ecKeys();
    KekSet forged =
        new KekSet(
            good.set().version() + 1000,
            good.set().issued(),
            good.set().expires(),
            good.set().primaries(),
            good.set().keks());
    store.force(
        new StoredKekSet(
            forged.version(),
            forged.issued().getEpochSecond(),
            new KekSetSigner(forger.getPrivate(), (ECPublicKey) forger.getPublic()).sign(forged)));
    PublishedKeks after = started(source).published();
    assertThat(after.set().version()).isGreaterThan(forged.version());
    verifier.verify(after.jws());
  }

  @Test
  void that_a_version_is_gone_is_told_only_after_a_while() throws Exception {
    source.make("payments.v1");
    source.make("payments.v2");
    started(source);
    source.destroy("payments.v1");
    TokenKeks keks = keks(source, "payments");
    keks.start(HOUR);
    assertThat(keks.published().set().keks()).hasSize(2);
    clock.advance(Duration.ofSeconds(61));
    keks.look();
    assertThat(keks.published().set().keks()).hasSize(1);
  }

  @Test
  void an_older_set_that_is_put_back_is_not_given_out_again() throws Exception {
    source.make("payments.v1");
    TokenKeks keks = started(source);
    StoredKekSet first = store.newest().orElseThrow();
    source.make("payments.v2");
    clock.advance(Duration.ofSeconds(5));
    keks.look();
    long second = keks.published().set().version();

    store.force(first);
    clock.advance(Duration.ofSeconds(5));
    keks.look();

    assertThat(keks.published().set().version()).isGreaterThan(second);
    assertThat(keks.published().set().primaries()).containsValue("payments.v2");
  }
}
