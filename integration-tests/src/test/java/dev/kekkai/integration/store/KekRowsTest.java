package dev.kekkai.integration.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.dekstore.KekLifecycle;
import dev.kekkai.dekstore.KekRecord;
import dev.kekkai.dekstore.KekRowChangedException;
import dev.kekkai.dekstore.KekState;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.dekstore.Rotation;
import dev.kekkai.dekstore.StoreChangedException;
import dev.kekkai.dekstore.StoreException;
import dev.kekkai.dekstore.StoreReadOnlyException;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.KekRef;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody who writes the table of KEKs can't make an application wrap or unwrap under. */
class KekRowsTest extends StoreContract {
  private static final String[] TABLES = {"kek", "dek", "dek_node", "dek_store"};

  private KekRef first;
  private String token;

  @BeforeEach
  void fill() throws Exception {
    try (Keyring keyring = keyring()) {
      keyring.ensure("users");
      token = keyring.encrypt("users", utf8("secret"), PLACE);
    }
    first = database().keks().primary(kek()).map(KekRecord::ref).orElseThrow();
    new Rotation(provider(), deks(), database().keks()).rotate(kek());
  }

  private KekLifecycle keks(KekkaiProvider by) {
    return new KekLifecycle(by, deks(), database().keks(), Clock.systemUTC());
  }

  private KekLifecycle keks() {
    return keks(provider());
  }

  /** By whoever starts now: neither reads, nor makes a DEK, nor rotates, nor changes a KEK. */
  private void assertRefused(Class<? extends StoreException> how) {
    int rows = deks().list().size();
    try (Keyring fresh = keyring()) {
      assertThatThrownBy(() -> fresh.decrypt(token, PLACE)).isInstanceOf(how);
      assertThatThrownBy(() -> fresh.ensure("new")).isInstanceOf(how);
    }
    Rotation rotation = new Rotation(provider(), deks(), database().keks());
    assertThatThrownBy(() -> rotation.rotate(kek())).isInstanceOf(how);
    assertThatThrownBy(() -> keks().disable(first, Duration.ofDays(1))).isInstanceOf(how);
    assertThat(deks().list()).hasSize(rows);
  }

  @Test
  void a_changed_column_is_refused_whichever_it_is() throws Exception {
    keep();
    String[] columns = {
      "cka_id = 'ff' where version = NEW",
      "kind = 'rsaKek' where version = NEW",
      "state = 'disabled' where version = OLD",
      "canary_method = 'rfc5649' where version = NEW",
      "canary_wrapped = (select canary_wrapped from kept_kek where version = OLD)"
          + " where version = NEW",
      "canary_token = (select canary_token from kept_kek where version = OLD) where version = NEW",
      "created_at = created_at - interval '1' day where version = NEW",
      "activated_at = null where version = NEW",
      "destroyable_from = created_at where version = OLD",
      "revision = revision + 1 where version = NEW"
    };
    for (String change : columns) {
      write(versions("update kek set " + change));
      assertRefused(KekRowChangedException.class);
      String column = change.substring(0, change.indexOf(' '));
      write(
          "update kek set "
              + column
              + " = (select k."
              + column
              + " from kept_kek k where k.name = kek.name and k.version = kek.version)");
    }
    try (Keyring keyring = keyring()) {
      assertThat(text(keyring.decrypt(token, PLACE))).as("as it was").isEqualTo("secret");
    }
  }

  /** The versions of this test are not 1 and 2 on a token that other tests have used. */
  private String versions(String sql) {
    return sql.replace("version = OLD", "version = " + first.version())
        .replace("version = NEW", "version = " + first.next().version());
  }

  private void keep() throws Exception {
    write("drop table if exists kept_kek", "create table kept_kek as select * from kek");
  }

  @Test
  void an_older_version_made_primary_is_refused() throws Exception {
    write(
        versions("update kek set state = 'retired', primary_of = null where version = NEW"),
        versions("update kek set state = 'primary', primary_of = name where version = OLD"));
    assertRefused(KekRowChangedException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update kek set row_tag = null where version = NEW",
        "update kek set row_tag = (select row_tag from kek where version = NEW) where version = OLD",
        "delete from kek where version = OLD"
      })
  void a_tag_or_a_row_that_is_gone_is_noticed(String change) throws Exception {
    write(versions(change));
    assertRefused(StoreChangedException.class);
  }

  @Test
  void a_row_put_back_with_its_tag_is_noticed() throws Exception {
    keep();
    keks().disable(first, Duration.ofDays(1));
    write(
        versions("delete from kek where version = OLD"),
        versions("insert into kek select * from kept_kek where version = OLD"));
    assertThat(database().keks().find(first).map(KekRecord::state)).contains(KekState.RETIRED);
    assertRefused(StoreChangedException.class);
  }

  @Test
  void the_whole_table_put_back_is_noticed() throws Exception {
    keep();
    new Rotation(provider(), deks(), database().keks()).rotate(kek());
    write(
        "alter table dek drop constraint dek_under_kek",
        "delete from kek",
        "insert into kek select * from kept_kek");
    try {
      assertRefused(StoreChangedException.class);
    } finally {
      write(
          "delete from dek",
          "alter table dek add constraint dek_under_kek foreign key (kek_name, kek_version)"
              + " references kek (name, version)");
    }
  }

  @Test
  void the_whole_store_put_back_is_read_only_for_keks_too(@TempDir Path folder) throws Exception {
    String head = folder.resolve("head").toString();
    try (KekkaiProvider app = token().provider("kek", kek(), "store.head", head)) {
      keks(app).disable(first, Duration.ofDays(1));
      for (String table : TABLES) {
        write(
            "drop table if exists kept_" + table,
            "create table kept_" + table + " as select * from " + table);
      }
      keks(app).enable(first);
      write("delete from dek", "delete from kek", "delete from dek_node", "delete from dek_store");
      for (String table : TABLES) {
        write("insert into " + table + " select * from kept_" + table);
      }
      assertThatThrownBy(() -> keks(app).enable(first)).isInstanceOf(StoreReadOnlyException.class);
      assertThatThrownBy(() -> keks(app).requireDestroyable(first))
          .isInstanceOf(StoreReadOnlyException.class);
    }
  }
}
