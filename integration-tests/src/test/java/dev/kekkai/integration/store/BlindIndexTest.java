package dev.kekkai.integration.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.DekLifecycle;
import dev.kekkai.dekstore.DekNotFoundException;
import dev.kekkai.dekstore.DekPurpose;
import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekRowChangedException;
import dev.kekkai.dekstore.DekState;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.dekstore.Rotation;
import dev.kekkai.dekstore.StoreException;
import dev.kekkai.formats.BlindIndex;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.FieldDecryptionException;
import dev.kekkai.formats.FieldToken;
import dev.kekkai.provider.KekkaiListener;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.Operation;
import dev.kekkai.provider.Outcome;
import dev.kekkai.provider.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blind indexes with keys in the store. */
class BlindIndexTest extends StoreContract {
  private static final EncryptionContext EMAIL = EncryptionContext.of("users", "email");
  private static final byte[] ALICE = utf8("alice@example.org");

  @Test
  void equal_values_have_one_index_in_one_column_also_after_a_restart_and_in_both_bulk_modes()
      throws Exception {
    String index;
    try (Keyring keyring = keyring()) {
      keyring.ensureIndex("emails");
      keyring.ensureIndex("emails");
      keyring.ensureIndex("other");
      index = keyring.blindIndex("emails", ALICE, EMAIL);
      assertThat(keyring.blindIndexes("emails", ALICE, EMAIL)).containsExactly(index);
      assertThat(keyring.blindIndex("emails", utf8("bob@example.org"), EMAIL)).isNotEqualTo(index);
      assertThat(keyring.blindIndex("emails", ALICE, EncryptionContext.of("users", "mail")))
          .isNotEqualTo(index);
      assertThat(keyring.blindIndex("other", ALICE, EMAIL)).isNotEqualTo(index);
      assertThat(BlindIndex.parse(keyring.blindIndex("emails", ALICE, EMAIL, 24)).bits())
          .isEqualTo(24);
    }
    assertThat(BlindIndex.parse(index).keyVersion()).isEqualTo(1);
    for (String bulk : List.of("hsm", "software")) {
      try (KekkaiProvider provider = token().provider("kek", kek(), "bulk", bulk);
          Keyring keyring = new Keyring(provider, deks(), database().keks())) {
        int objects = sessionKeys();
        assertThat(keyring.blindIndex("emails", ALICE, EMAIL)).isEqualTo(index);
        assertThat(sessionKeys()).as("nothing is left in the token").isEqualTo(objects);
      }
    }
    assertThat(deks().list()).extracting(DekRecord::purpose).containsOnly(DekPurpose.INDEX);
  }

  @Test
  void a_new_version_is_searched_for_before_it_is_written_and_the_old_one_until_it_is_destroyed()
      throws Exception {
    DekLifecycle lifecycle = lifecycle();
    String first;
    try (Keyring keyring = keyring()) {
      keyring.ensureIndex("emails");
      first = keyring.blindIndex("emails", ALICE, EMAIL);
    }
    DekRecord next = lifecycle.prepare("emails");
    assertThat(next.purpose()).isEqualTo(DekPurpose.INDEX);
    String second;
    try (Keyring keyring = keyring()) {
      assertThat(keyring.blindIndex("emails", ALICE, EMAIL)).isEqualTo(first);
      List<String> both = keyring.blindIndexes("emails", ALICE, EMAIL);
      assertThat(both).hasSize(2).endsWith(first);
      second = both.get(0);
      assertThat(second).startsWith("b1.2.");
    }
    lifecycle.activate(next.id());
    try (Keyring keyring = keyring()) {
      assertThat(keyring.blindIndex("emails", ALICE, EMAIL)).isEqualTo(second);
      assertThat(keyring.blindIndexes("emails", ALICE, EMAIL)).containsExactly(second, first);
    }
    DekRecord old = deks().versions("emails").get(0);
    assertThat(old.state()).isEqualTo(DekState.DEACTIVATED);
    lifecycle.move(old.id(), DekState.DESTROYED);
    try (Keyring keyring = keyring()) {
      assertThat(keyring.blindIndexes("emails", ALICE, EMAIL)).containsExactly(second);
    }
  }

  @Test
  void a_running_keyring_takes_the_new_version_at_max_age() throws Exception {
    try (KekkaiProvider app = token().provider("kek", kek(), "dek.max-age", "1ms");
        Keyring keyring = new Keyring(app, deks(), database().keks())) {
      keyring.ensureIndex("emails");
      String first = keyring.blindIndex("emails", ALICE, EMAIL);
      lifecycle().activate(lifecycle().prepare("emails").id());
      Thread.sleep(2);
      assertThat(keyring.blindIndex("emails", ALICE, EMAIL)).startsWith("b1.2.");
      assertThat(keyring.blindIndexes("emails", ALICE, EMAIL)).endsWith(first);
    }
  }

  @Test
  void an_index_is_the_same_after_its_kek_was_rotated() throws Exception {
    try (Keyring keyring = keyring()) {
      keyring.ensureIndex("emails");
      String index = keyring.blindIndex("emails", ALICE, EMAIL);
      new Rotation(provider(), deks(), database().keks()).rotate(kek());
      assertThat(row("emails").wrapped().kek().version()).isGreaterThan(1);
      try (Keyring restarted = keyring()) {
        assertThat(restarted.blindIndex("emails", ALICE, EMAIL)).isEqualTo(index);
      }
    }
  }

  @Test
  void the_key_of_an_index_never_serves_as_a_dek_nor_a_dek_as_one() throws Exception {
    try (Keyring keyring = keyring()) {
      keyring.ensureIndex("emails");
      keyring.ensure("users");
      String token = keyring.encrypt("users", utf8("x"), PLACE);
      assertThatThrownBy(() -> keyring.encrypt("emails", utf8("x"), PLACE))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("'emails' is a blind index, which encrypts nothing");
      assertThatThrownBy(() -> keyring.ensure("emails")).isInstanceOf(StoreException.class);
      assertThatThrownBy(() -> keyring.blindIndex("users", ALICE, EMAIL))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("'users' is a DEK, which makes no blind indexes");
      assertThatThrownBy(() -> keyring.ensureIndex("users")).isInstanceOf(StoreException.class);
      assertThat(FieldToken.parse(token).dekId()).isEqualTo(row("users").id());
      assertThatThrownBy(() -> keyring.decrypt(row("emails").checkToken(), PLACE))
          .isInstanceOf(FieldDecryptionException.class);
      assertThat(keyring.openAll()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update dek set purpose = 'encrypt' where name = 'emails'",
        "update dek set purpose = 'index' where name = 'users'",
        "update dek set wrapped = (select wrapped from dek where name = 'users'), check_token ="
            + " (select check_token from dek where name = 'users') where name = 'emails'",
        "update dek set state = 'destroyed', active_of = null where name = 'emails'"
      })
  void a_key_that_somebody_gave_another_purpose_is_refused(String change) throws Exception {
    try (Keyring keyring = keyring()) {
      keyring.ensureIndex("emails");
      keyring.ensure("users");
    }
    write(change);
    try (Keyring keyring = keyring()) {
      if (change.contains("where name = 'users'") && !change.contains("'emails'")) {
        assertThatThrownBy(() -> keyring.blindIndex("users", ALICE, EMAIL))
            .isInstanceOf(DekRowChangedException.class);
        assertThatThrownBy(() -> keyring.encrypt("users", ALICE, EMAIL))
            .isInstanceOf(StoreException.class);
      } else {
        assertThatThrownBy(() -> keyring.blindIndex("emails", ALICE, EMAIL))
            .isInstanceOf(DekRowChangedException.class);
        assertThatThrownBy(() -> keyring.encrypt("emails", ALICE, EMAIL))
            .isInstanceOfAny(DekRowChangedException.class, StoreException.class);
      }
    }
  }

  @Test
  void a_version_whose_row_is_gone_is_missed() throws Exception {
    try (Keyring keyring = keyring()) {
      keyring.ensureIndex("emails");
    }
    lifecycle().activate(lifecycle().prepare("emails").id());
    write("delete from dek where version = 1");
    try (Keyring keyring = keyring()) {
      assertThatThrownBy(() -> keyring.blindIndexes("emails", ALICE, EMAIL))
          .isInstanceOf(StoreException.class)
          .hasMessage("The row of the blind index 'emails' version 1 is gone");
    }
  }

  @Test
  void bad_input_is_refused_with_what_would_be_right() throws Exception {
    try (Keyring keyring = keyring()) {
      assertThatThrownBy(() -> keyring.blindIndex("nosuch", ALICE, EMAIL))
          .isInstanceOf(DekNotFoundException.class);
      assertThatThrownBy(() -> keyring.ensureIndex("no such"))
          .isInstanceOf(IllegalArgumentException.class);
      keyring.ensureIndex("emails");
      assertThatThrownBy(() -> keyring.blindIndex("emails", ALICE, EMAIL, 12))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a multiple of 8");
      lifecycle().move(row("emails").id(), DekState.DEACTIVATED);
    }
    try (Keyring keyring = keyring()) {
      assertThat(keyring.blindIndexes("emails", ALICE, EMAIL)).hasSize(1);
      assertThatThrownBy(() -> keyring.blindIndex("emails", ALICE, EMAIL))
          .isInstanceOf(StoreException.class)
          .hasMessage("No version of the blind index 'emails' is active");
    }
  }

  @Test
  void a_stampede_opens_its_key_once_and_a_thousand_values_ask_the_token_nothing()
      throws Exception {
    try (Keyring keyring = keyring()) {
      keyring.ensureIndex("emails");
    }
    List<String> asked = new ArrayList<>();
    AtomicInteger unwraps = new AtomicInteger();
    try (KekkaiProvider app = token().provider("kek", kek());
        Keyring cold = new Keyring(app, deks(), database().keks())) {
      cold.openAll(); // the KEK's canary and the store's tag key are proved
      app.addListener(
          new KekkaiListener() {
            @Override
            public void operation(Operation what, Place place, Outcome outcome, long nanos) {
              if (place == Place.HSM) {
                synchronized (asked) {
                  asked.add(what.name());
                }
                unwraps.addAndGet(what == Operation.UNWRAP ? 1 : 0);
              }
            }
          });
      Stampede.of(6, () -> cold.blindIndex("emails", ALICE, EMAIL));
      assertThat(unwraps).hasValue(1);
      synchronized (asked) {
        asked.clear();
      }
      for (int i = 0; i < 1_000; i++) {
        cold.blindIndex("emails", utf8("value" + i), EMAIL);
      }
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void a_closed_keyring_computes_nothing_more() throws Exception {
    Keyring keyring = keyring();
    keyring.ensureIndex("emails");
    keyring.close();
    assertThatThrownBy(() -> keyring.blindIndex("emails", ALICE, EMAIL))
        .isInstanceOf(TokenException.class)
        .hasMessage("This keyring has been closed");
  }
}
