package dev.kekkai.integration.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekState;
import dev.kekkai.dekstore.DekStore;
import dev.kekkai.dekstore.KekRecord;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.dekstore.Rotation;
import dev.kekkai.dekstore.StoreException;
import dev.kekkai.formats.FieldDecryptionException;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.TokenKey;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A keyring that stays open while others change the store and the token. */
class RunningKeyringTest extends StoreContract {

  @ParameterizedTest
  @ValueSource(strings = {"hsm", "software"})
  void it_goes_on_after_a_rotation_when_the_old_version_is_destroyed(String mode) throws Exception {
    try (KekkaiProvider app = impatient("bulk", mode);
        Keyring keyring = new Keyring(app, deks(), database().keks())) {
      keyring.ensure("users");
      keyring.ensure("orders");
      String users = keyring.encrypt("users", utf8("secret"), PLACE);
      String orders = keyring.encrypt("orders", utf8("order"), PLACE);
      rotateAndDestroyTheOldVersion();
      Thread.sleep(5);
      assertThat(text(keyring.decrypt(users, PLACE))).as("decrypts first").isEqualTo("secret");
      String later = keyring.encrypt("orders", utf8("later"), PLACE);
      assertThat(text(keyring.decrypt(later, PLACE))).isEqualTo("later");
      assertThat(text(keyring.decrypt(orders, PLACE))).isEqualTo("order");
    }
  }

  @Test
  void a_row_read_before_a_rotation_is_opened_as_it_is_after_it() throws Exception {
    try (Keyring keyring = keyring()) {
      keyring.ensure("users");
    }
    try (KekkaiProvider app = impatient();
        Keyring keyring =
            new Keyring(
                app,
                new WatchedStore(deks(), this::rotateAndDestroyTheOldVersion),
                database().keks())) {
      assertThat(keyring.encrypt("users", utf8("x"), PLACE)).isNotEmpty();
    }
  }

  @Test
  void a_dek_that_was_deactivated_stops_encrypting_at_max_age_and_still_decrypts()
      throws Exception {
    try (KekkaiProvider app = impatient();
        Keyring keyring = new Keyring(app, deks(), database().keks())) {
      keyring.ensure("users");
      String token = keyring.encrypt("users", utf8("secret"), PLACE);
      lifecycle().move(row("users").id(), DekState.DEACTIVATED);
      Thread.sleep(5);
      assertThatThrownBy(() -> keyring.encrypt("users", utf8("x"), PLACE))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("deactivated");
      assertThat(text(keyring.decrypt(token, PLACE))).isEqualTo("secret");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hsm", "software"})
  void a_dek_that_was_destroyed_elsewhere_stops_decrypting_at_max_age(String mode)
      throws Exception {
    try (KekkaiProvider app = impatient("bulk", mode);
        Keyring keyring = new Keyring(app, deks(), database().keks())) {
      int before = sessionKeys();
      keyring.ensure("users");
      String token = keyring.encrypt("users", utf8("secret"), PLACE);
      DekRecord row = lifecycle().move(row("users").id(), DekState.COMPROMISED);
      Thread.sleep(5);
      assertThat(text(keyring.decrypt(token, PLACE))).isEqualTo("secret");
      lifecycle().move(row.id(), DekState.DESTROYED);
      Thread.sleep(5);
      assertThatThrownBy(() -> keyring.decrypt(token, PLACE))
          .isInstanceOf(FieldDecryptionException.class);
      assertThat(sessionKeys()).as("nothing of it is left in the token").isEqualTo(before);
    }
  }

  @Test
  void while_the_store_is_away_decrypting_goes_on_and_nothing_is_encrypted() throws Exception {
    AtomicBoolean away = new AtomicBoolean();
    DekStore store =
        new ForwardingStore(deks()) {
          @Override
          public Optional<DekRecord> find(UUID id) {
            requireThere();
            return super.find(id);
          }

          @Override
          public Optional<DekRecord> findProved(UUID id) {
            requireThere();
            return super.findProved(id);
          }

          private void requireThere() {
            if (away.get()) {
              throw new StoreException("The store is away", null);
            }
          }
        };
    try (KekkaiProvider app = impatient();
        Keyring keyring = new Keyring(app, store, database().keks())) {
      keyring.ensure("users");
      String token = keyring.encrypt("users", utf8("secret"), PLACE);
      away.set(true);
      Thread.sleep(5);
      assertThat(text(keyring.decrypt(token, PLACE))).isEqualTo("secret");
      assertThatThrownBy(() -> keyring.encrypt("users", utf8("x"), PLACE))
          .hasMessage("The store is away");
      DekRecord ended = lifecycle().move(row("users").id(), DekState.DEACTIVATED);
      lifecycle().move(ended.id(), DekState.DESTROYED);
      assertThat(text(keyring.decrypt(token, PLACE))).isEqualTo("secret");
      away.set(false);
      Thread.sleep(5);
      assertThatThrownBy(() -> keyring.decrypt(token, PLACE))
          .as("once it can be asked")
          .isInstanceOf(FieldDecryptionException.class);
    }
  }

  @Test
  void nothing_is_encrypted_under_a_dek_whose_row_was_deleted_and_what_was_still_decrypts()
      throws Exception {
    try (KekkaiProvider app = impatient();
        Keyring keyring = new Keyring(app, deks(), database().keks())) {
      keyring.ensure("users");
      String token = keyring.encrypt("users", utf8("secret"), PLACE);
      write("delete from dek");
      Thread.sleep(5);
      assertThatThrownBy(() -> keyring.encrypt("users", utf8("x"), PLACE))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("is gone from the store");
      assertThat(text(keyring.decrypt(token, PLACE))).isEqualTo("secret");
    }
  }

  @Test
  void a_keyring_closed_while_it_encrypts_says_so() throws Exception {
    Keyring[] self = new Keyring[1];
    try (KekkaiProvider app = impatient();
        Keyring keyring =
            new Keyring(app, new WatchedStore(deks(), () -> self[0].close()), database().keks())) {
      self[0] = keyring;
      keyring.ensure("users");
      Thread.sleep(5);
      assertThatThrownBy(() -> keyring.encrypt("users", utf8("x"), PLACE))
          .isInstanceOf(TokenException.class)
          .hasMessage("This keyring has been closed");
    }
  }

  private KekkaiProvider impatient(String... more) {
    String[] settings = new String[more.length + 4];
    settings[0] = "kek";
    settings[1] = kek();
    settings[2] = "dek.max-age";
    settings[3] = "1ms";
    System.arraycopy(more, 0, settings, 4, more.length);
    return token().provider(settings);
  }

  private void rotateAndDestroyTheOldVersion() throws TokenException {
    KekRecord old = database().keks().primary(kek()).orElseThrow();
    new Rotation(provider(), deks(), database().keks()).rotate(kek());
    TokenKey key = provider().tokenKeys().find(old.ref());
    provider()
        .source()
        .get()
        .withReadWrite(
            session -> {
              session.destroyObject(key.object());
              return Boolean.TRUE;
            });
  }
}
