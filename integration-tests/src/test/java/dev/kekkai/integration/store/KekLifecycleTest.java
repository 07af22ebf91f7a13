package dev.kekkai.integration.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekRowChangedException;
import dev.kekkai.dekstore.KekDisabledException;
import dev.kekkai.dekstore.KekLifecycle;
import dev.kekkai.dekstore.KekRecord;
import dev.kekkai.dekstore.KekState;
import dev.kekkai.dekstore.KekStateException;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.dekstore.RewrapListener;
import dev.kekkai.dekstore.Rotation;
import dev.kekkai.dekstore.StoreChangedException;
import dev.kekkai.dekstore.StoreException;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.KeyTemplates;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A KEK version on its way out of use: disabled, waiting, destroyed. */
class KekLifecycleTest extends StoreContract {
  private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
  private static final Duration WAIT = Duration.ofDays(30);

  private KekRef first;
  private String token;

  @BeforeEach
  void fill() throws Exception {
    try (Keyring keyring = keyring()) {
      keyring.ensure("users");
      token = keyring.encrypt("users", utf8("secret"), PLACE);
    }
    first = database().keks().primary(kek()).map(KekRecord::ref).orElseThrow();
  }

  private KekLifecycle at(Instant now) {
    return new KekLifecycle(
        provider(), deks(), database().keks(), Clock.fixed(now, ZoneOffset.UTC));
  }

  private void rotate() throws Exception {
    new Rotation(provider(), deks(), database().keks()).rotate(kek());
  }

  /** A new version is primary, and the DEKs are under the old one. */
  private void rotateHalfway() {
    Rotation dying = new Rotation(provider(), new UnreliableStore(deks(), 0), database().keks());
    assertThatThrownBy(() -> dying.rotate(kek())).isInstanceOf(StoreException.class);
    assertThat(row("users").wrapped().kek()).isEqualTo(first);
  }

  private KekState state() {
    return database().keks().find(first).map(KekRecord::state).orElseThrow();
  }

  private boolean isOnTheToken(KekRef ref) throws Exception {
    return provider().tokenKeys().labels().contains(ref);
  }

  @Test
  void what_is_under_a_disabled_version_opens_again_when_it_is_enabled() throws Exception {
    rotateHalfway();
    at(NOW).disable(first, WAIT);
    assertThat(state()).isEqualTo(KekState.DISABLED);
    try (Keyring keyring = keyring()) {
      assertThatThrownBy(() -> keyring.decrypt(token, PLACE))
          .isInstanceOf(KekDisabledException.class)
          .hasMessageContaining(first + " is disabled")
          .hasMessageContaining("kekkai kek enable " + first);
      assertThatThrownBy(() -> keyring.encrypt("users", utf8("x"), PLACE))
          .isInstanceOf(KekDisabledException.class);
      keyring.ensure("another"); // under the primary version
      at(NOW).enable(first);
      assertThat(text(keyring.decrypt(token, PLACE))).isEqualTo("secret");
    }
    assertThat(state()).isEqualTo(KekState.RETIRED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hsm", "software"})
  void a_running_application_notices_within_max_age(String mode) throws Exception {
    try (KekkaiProvider app = impatient(mode);
        Keyring keyring = new Keyring(app, deks(), database().keks())) {
      assertThat(text(keyring.decrypt(token, PLACE))).isEqualTo("secret");
      keyring.encrypt("users", utf8("x"), PLACE);
      rotateHalfway();
      at(NOW).disable(first, WAIT);
      Thread.sleep(5);
      assertThatThrownBy(() -> keyring.decrypt(token, PLACE))
          .isInstanceOf(KekDisabledException.class);
      assertThatThrownBy(() -> keyring.encrypt("users", utf8("x"), PLACE))
          .isInstanceOf(KekDisabledException.class);
      at(NOW).enable(first);
      Thread.sleep(5);
      assertThat(text(keyring.decrypt(token, PLACE))).isEqualTo("secret");
    }
  }

  @Test
  void a_running_application_goes_on_under_the_version_its_deks_were_wrapped_under_since()
      throws Exception {
    try (KekkaiProvider app = impatient("software");
        Keyring keyring = new Keyring(app, deks(), database().keks())) {
      keyring.decrypt(token, PLACE);
      rotate();
      at(NOW).disable(first, WAIT);
      Thread.sleep(5);
      assertThat(text(keyring.decrypt(token, PLACE))).isEqualTo("secret");
      at(NOW.plus(WAIT)).destroy(first);
      Thread.sleep(5);
      assertThat(text(keyring.decrypt(token, PLACE))).isEqualTo("secret");
      assertThat(keyring.encrypt("users", utf8("x"), PLACE)).isNotEmpty();
    }
  }

  private KekkaiProvider impatient(String mode) {
    return token().provider("kek", kek(), "dek.max-age", "1ms", "bulk", mode);
  }

  @Test
  void a_primary_version_is_not_disabled_and_only_disabled_ones_are_enabled() throws Exception {
    assertThatThrownBy(() -> at(NOW).disable(first, WAIT))
        .isInstanceOf(KekStateException.class)
        .hasMessageContaining("is primary")
        .hasMessageContaining("kekkai kek rotate " + kek());
    assertThatThrownBy(() -> at(NOW).enable(first)).isInstanceOf(KekStateException.class);
    assertThatThrownBy(() -> at(NOW).disable(new KekRef(kek(), 999), WAIT))
        .isInstanceOf(StoreException.class)
        .hasMessage("The store has no KEK " + kek() + ".v999");
    rotate();
    at(NOW).disable(first, WAIT);
    assertThatThrownBy(() -> at(NOW).disable(first, Duration.ofSeconds(1)))
        .isInstanceOf(KekStateException.class)
        .hasMessageContaining("is disabled already");
  }

  @Test
  void it_is_destroyed_only_when_it_was_disabled_and_has_waited() throws Exception {
    assertThatThrownBy(() -> at(NOW).destroy(first))
        .isInstanceOf(KekStateException.class)
        .hasMessageContaining("is primary");
    rotate();
    assertThatThrownBy(() -> at(NOW).destroy(first))
        .isInstanceOf(KekStateException.class)
        .hasMessageContaining("is retired")
        .hasMessageContaining("kekkai kek disable " + first);
    at(NOW).disable(first, WAIT);
    assertThatThrownBy(() -> at(NOW.plus(WAIT).minusMillis(1)).destroy(first))
        .isInstanceOf(KekStateException.class)
        .hasMessageContaining("may be destroyed from 2026-12-26T10:00:00Z on");
    assertThat(isOnTheToken(first)).isTrue();
    CountedRows counted = new CountedRows();
    assertThat(at(NOW.plus(WAIT)).destroy(first, counted)).isEqualTo(1);
    assertThat(counted.told()).isEqualTo(deks().count() + " of " + deks().count());
    assertThat(isOnTheToken(first)).isFalse();
    KekRecord kept = database().keks().find(first).orElseThrow();
    assertThat(kept.state()).isEqualTo(KekState.DESTROYED);
    assertThat(kept.dates().destroyed()).isEqualTo(NOW.plus(WAIT));
    assertThat(at(NOW.plus(WAIT)).destroy(first)).as("nothing is left").isZero();
    assertThatThrownBy(() -> at(NOW).enable(first)).isInstanceOf(KekStateException.class);
    try (Keyring keyring = keyring()) {
      assertThat(text(keyring.decrypt(token, PLACE))).isEqualTo("secret");
    }
  }

  @Test
  void the_waiting_time_is_not_shortened_by_who_writes_the_database() throws Exception {
    rotate();
    at(NOW).disable(first, WAIT);
    write("update kek set destroyable_from = disabled_at");
    assertThatThrownBy(() -> at(NOW).destroy(first)).isInstanceOf(StoreException.class);
    assertThat(isOnTheToken(first)).isTrue();
  }

  @Test
  void it_is_not_destroyed_while_a_dek_depends_on_it() throws Exception {
    rotateHalfway();
    at(NOW).disable(first, WAIT);
    DekRecord dek = row("users");
    assertThatThrownBy(() -> at(NOW.plus(WAIT)).destroy(first))
        .isInstanceOf(KekStateException.class)
        .hasMessageContaining("1 DEKs depend on " + first + ", such as [" + dek.id() + "]")
        .hasMessageContaining("kekkai kek rotate " + kek());
    assertThat(state()).isEqualTo(KekState.DISABLED);
    assertThat(isOnTheToken(first)).isTrue();
  }

  @Test
  void a_dek_that_somebody_hides_in_the_database_counts() throws Exception {
    rotateHalfway();
    at(NOW).disable(first, WAIT);
    write("update dek set kek_version = kek_version + 1");
    assertThatThrownBy(() -> at(NOW.plus(WAIT)).destroy(first))
        .isInstanceOf(DekRowChangedException.class);
    write("delete from dek");
    assertThatThrownBy(() -> at(NOW.plus(WAIT)).destroy(first))
        .isInstanceOf(StoreChangedException.class);
    assertThat(isOnTheToken(first)).isTrue();
  }

  @Test
  void destroying_that_was_interrupted_is_finished() throws Exception {
    rotate();
    at(NOW).disable(first, WAIT);
    KekRecord row = database().keks().find(first).orElseThrow();
    at(NOW.plus(WAIT)).destroy(first);
    KeyTemplates templates = new KeyTemplates(provider().source().get().profile());
    byte[] id = HexFormat.of().parseHex(row.ckaId());
    generate(templates, id); // as if it were still there
    generate(templates, new byte[] {1, 2, 3});
    assertThat(at(NOW.plus(WAIT)).destroy(first)).isEqualTo(1);
    assertThat(isOnTheToken(first)).as("another key of that label stays").isTrue();
    assertThat(provider().maker().destroy(first, new byte[] {1, 2, 3})).isEqualTo(1);
  }

  private void generate(KeyTemplates templates, byte[] id) throws Exception {
    provider()
        .source()
        .get()
        .withReadWrite(
            session ->
                session.generateKey(
                    new Mechanism.Plain(Ckm.AES_KEY_GEN),
                    templates.aesKek(first.label(), id, 32, false)));
  }

  @Test
  void a_version_that_was_destroyed_before_it_was_primary_is_not_made_again() throws Exception {
    rotate();
    KekRef second = first.next();
    try (KekkaiProvider elsewhere = KekProofTokens.empty()) {
      Rotation rotation = new Rotation(provider(), deks(), database().keks());
      assertThatThrownBy(
              () -> rotation.rotate(kek(), java.util.List.of(elsewhere), RewrapListener.NONE))
          .hasMessageContaining(second.next() + " is prepared and stays so");
    }
    at(NOW).disable(second.next(), WAIT);
    at(NOW.plus(WAIT)).destroy(second.next());
    rotate();
    assertThat(database().keks().primary(kek()).map(KekRecord::ref)).contains(second.next().next());
  }
}
