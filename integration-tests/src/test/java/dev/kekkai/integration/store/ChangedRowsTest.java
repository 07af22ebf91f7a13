package dev.kekkai.integration.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekRowChangedException;
import dev.kekkai.dekstore.DekState;
import dev.kekkai.dekstore.KekMismatchException;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.dekstore.Rotation;
import dev.kekkai.dekstore.StoreChangedException;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.TokenKey;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody who writes the database can't make an application encrypt under. */
class ChangedRowsTest extends StoreContract {
  private DekRecord one;
  private DekRecord two;
  private String token;

  @BeforeEach
  void fill() throws Exception {
    try (Keyring keyring = keyring()) {
      one = keyring.ensure("one");
      two = keyring.ensure("two");
      token = keyring.encrypt("one", utf8("secret"), PLACE);
    }
  }

  @Test
  void the_blob_of_another_row_is_refused_and_leaves_nothing_in_the_token() throws Exception {
    assertThat(deks().update(one, one.withWrapped(two.wrapped()))).isTrue();
    try (KekkaiProvider hsm = token().provider("kek", kek(), "bulk", "hsm");
        Keyring keyring = new Keyring(hsm, deks(), database().keks())) {
      int before = sessionKeys();
      assertRefused(keyring);
      assertThat(sessionKeys()).isEqualTo(before);
      keyring.ensure("two");
      assertThatThrownBy(keyring::openAll).isInstanceOf(DekRowChangedException.class);
    }
  }

  @Test
  void the_blob_and_the_check_token_of_another_row_are_refused() throws Exception {
    write(
        "update dek set wrapped = (select wrapped from dek where name = 'two'),"
            + " check_token = (select check_token from dek where name = 'two')"
            + " where name = 'one'");
    try (Keyring keyring = keyring()) {
      assertRefused(keyring);
    }
  }

  @Test
  void a_dek_under_another_deks_name_is_refused() throws Exception {
    write(
        "update dek set name = 'x', active_of = 'x' where name = 'one'",
        "update dek set name = 'one', active_of = 'one' where name = 'two'");
    try (Keyring keyring = keyring()) {
      assertThatThrownBy(() -> keyring.encrypt("one", utf8("x"), PLACE))
          .isInstanceOf(DekRowChangedException.class)
          .hasMessageContaining(two.id().toString());
    }
  }

  @Test
  void a_dek_under_another_deks_name_is_refused_by_who_has_it_open() throws Exception {
    try (Keyring keyring = keyring()) {
      keyring.ensure("two");
      write(
          "update dek set name = 'x', active_of = 'x' where name = 'one'",
          "update dek set name = 'one', active_of = 'one' where name = 'two'");
      assertThatThrownBy(() -> keyring.encrypt("one", utf8("x"), PLACE))
          .isInstanceOf(DekRowChangedException.class)
          .hasMessageContaining(two.id().toString());
    }
  }

  @Test
  void a_row_that_was_deleted_is_more_than_a_token_that_does_not_decrypt() throws Exception {
    try (Keyring keyring = keyring()) {
      keyring.ensure("two");
      write("delete from dek where name = 'one'");
      assertThatThrownBy(() -> keyring.decrypt(token, PLACE))
          .isInstanceOf(StoreChangedException.class);
    }
  }

  @Test
  void an_active_row_put_back_does_not_encrypt_on_when_it_is_read_again() throws Exception {
    try (KekkaiProvider app = token().provider("kek", kek(), "dek.max-age", "1ms");
        Keyring keyring = new Keyring(app, deks(), database().keks())) {
      keyring.encrypt("one", utf8("x"), PLACE);
      DekRecord active = row("one");
      lifecycle().move(one.id(), DekState.COMPROMISED);
      putBack(active);
      Thread.sleep(5);
      assertThatThrownBy(() -> keyring.encrypt("one", utf8("x"), PLACE))
          .isInstanceOf(StoreChangedException.class);
    }
  }

  @Test
  void the_dek_of_a_keks_canary_is_refused() throws Exception {
    write(
        "update dek set wrapped = (select canary_wrapped from kek),"
            + " check_token = (select canary_token from kek) where name = 'one'");
    try (Keyring keyring = keyring()) {
      assertRefused(keyring);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "version = 7",
        "kek_cka_id = 'ff'",
        "wrap_method = 'rfc5649'",
        "check_token = 'x'",
        "state = 'compromised', active_of = null",
        "state = 'destroyed', active_of = null",
        "created_at = activated_at - interval '1' day",
        "activated_at = null",
        "deactivated_at = activated_at",
        "compromised_at = activated_at",
        "destroyed_at = activated_at",
        "uses_leased = 0",
        "revision = revision + 1",
        "row_tag = null",
        "row_tag = (select row_tag from dek where name = 'two')"
      })
  void a_changed_column_is_refused(String change) throws Exception {
    write("update dek set " + change + " where name = 'one'");
    try (Keyring keyring = keyring()) {
      assertThatThrownBy(() -> keyring.decrypt(token, PLACE))
          .isInstanceOf(DekRowChangedException.class)
          .hasMessageContaining("The row of the DEK 'one' (" + one.id() + ") was changed");
      assertThatThrownBy(() -> keyring.ensure("one")).isInstanceOf(DekRowChangedException.class);
      keyring.ensure("two");
    }
  }

  @Test
  void two_rows_that_changed_places_tags_and_all_are_refused() throws Exception {
    write(
        "update dek set id = '" + new java.util.UUID(1, 1) + "' where name = 'one'",
        "update dek set id = '" + one.id() + "' where name = 'two'",
        "update dek set id = '" + two.id() + "' where name = 'one'");
    try (Keyring keyring = keyring()) {
      assertThatThrownBy(() -> keyring.ensure("one")).isInstanceOf(DekRowChangedException.class);
      assertThatThrownBy(() -> keyring.ensure("two")).isInstanceOf(DekRowChangedException.class);
    }
  }

  @Test
  void an_older_row_put_back_shows_to_a_keyring_that_has_seen_the_newer_one() throws Exception {
    try (KekkaiProvider app = token().provider("kek", kek(), "dek.max-age", "1ms");
        Keyring keyring = new Keyring(app, deks(), database().keks())) {
      lifecycle().move(one.id(), DekState.DEACTIVATED);
      keyring.decrypt(token, PLACE);
      DekRecord second = lifecycle().activate(lifecycle().prepare("one").id());
      keyring.encrypt("one", utf8("x"), PLACE);
      new Rotation(provider(), deks(), database().keks()).rotate(kek());
      Thread.sleep(5);
      keyring.encrypt("one", utf8("x"), PLACE);
      putBack(second);
      Thread.sleep(5);
      assertThatThrownBy(() -> keyring.encrypt("one", utf8("x"), PLACE))
          .isInstanceOf(DekRowChangedException.class)
          .hasMessageContaining("Somebody put an older row back");
    }
  }

  @Test
  void a_store_that_is_made_to_look_new_gets_no_tags() throws Exception {
    write(
        "update dek_store set store_id = null, tag_key = null, tag_key_id = null",
        "update dek set row_tag = null",
        "update kek set row_tag = null");
    try (Keyring keyring = keyring()) {
      assertThatThrownBy(() -> keyring.ensure("one"))
          .isInstanceOf(DekRowChangedException.class)
          .hasMessageContaining("it has no tag");
    }
    CountedRows counted = new CountedRows();
    assertThat(lifecycle().tagRowsOfEarlierRelease(counted))
        .as("when a person asks for it")
        .isEqualTo(3);
    assertThat(counted.told()).isEqualTo(deks().count() + " of " + deks().count());
    try (Keyring keyring = keyring()) {
      assertThat(text(keyring.decrypt(token, PLACE))).isEqualTo("secret");
    }
  }

  @Test
  void rows_moved_to_another_store_are_refused() throws Exception {
    write("update dek_store set store_id = '" + new java.util.UUID(1, 1) + "'");
    try (Keyring keyring = keyring()) {
      assertThatThrownBy(() -> keyring.ensure("one")).isInstanceOf(DekRowChangedException.class);
    }
  }

  @Test
  void a_store_that_names_another_key_for_its_tags_is_refused() throws Exception {
    write("update dek_store set tag_key_id = '01'");
    try (Keyring keyring = keyring()) {
      assertThatThrownBy(() -> keyring.ensure("one"))
          .isInstanceOf(KekMismatchException.class)
          .hasMessageContaining("the store has 01");
    }
  }

  @Test
  void a_store_that_names_a_key_of_the_application_for_its_tags_is_refused() throws Exception {
    TokenKey index = make(KekSpec.index(freshName()));
    write(
        "update dek_store set tag_key = '"
            + index.ref().label()
            + "', tag_key_id = '"
            + HexFormat.of().formatHex(index.id())
            + "'");
    try (Keyring keyring = keyring()) {
      assertThatThrownBy(() -> keyring.ensure("one"))
          .isInstanceOf(KekMismatchException.class)
          .hasMessageContaining("the key of the row tags is called kekkai-store");
    }
  }

  private void assertRefused(Keyring keyring) {
    assertThatThrownBy(() -> keyring.encrypt("one", utf8("x"), PLACE))
        .isInstanceOf(DekRowChangedException.class)
        .hasMessageContaining("The row of the DEK 'one' (" + one.id() + ") was changed");
    assertThatThrownBy(() -> keyring.decrypt(token, PLACE))
        .isInstanceOf(DekRowChangedException.class);
    assertThatThrownBy(() -> keyring.ensure("one")).isInstanceOf(DekRowChangedException.class);
  }
}
