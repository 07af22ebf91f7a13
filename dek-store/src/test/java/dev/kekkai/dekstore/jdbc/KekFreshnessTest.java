package dev.kekkai.dekstore.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.Environment;
import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekStore;
import dev.kekkai.dekstore.KekCatalog;
import dev.kekkai.dekstore.KekRecord;
import dev.kekkai.dekstore.KekState;
import dev.kekkai.dekstore.RowTag;
import dev.kekkai.dekstore.StoreChangedException;
import dev.kekkai.dekstore.StoreHead;
import dev.kekkai.dekstore.StoreIdentity;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody else than Kekkai did to the table of KEKs shows in the digest over it. */
class KekFreshnessTest {
  private static final KekRecord FIRST = Rows.kek("payments", 1).withTag("tag1");
  private static final KekRecord SECOND = Rows.prepared("payments", 2).withTag("tag2");
  private static final KekRecord RETIRED = FIRST.in(KekState.RETIRED, Rows.TIME).withTag("tag3");
  private static final KekRecord ACTIVE = SECOND.in(KekState.PRIMARY, Rows.TIME).withTag("tag4");

  @TempDir private Path folder;
  private StoreDatabase database;
  private KekCatalog catalog;
  private SoftGuard guard;

  @BeforeEach
  void open() throws Exception {
    database = StoreDatabase.open(Rows.url(folder), Environment.DEVELOPMENT);
    guard = new SoftGuard(new StoreIdentity(UUID.randomUUID(), "kekkai-store.v1", "01"));
    database.deks().setUp(guard);
    catalog = guarded();
    catalog.addFirst(FIRST);
    catalog.prepare(FIRST, () -> SECOND);
    assertThat(catalog.update(List.of(RETIRED, ACTIVE))).isTrue();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private KekCatalog guarded() {
    KekCatalog fresh = database.keks();
    fresh.guard(guard);
    return fresh;
  }

  @Test
  void each_change_counts_and_is_proved_also_to_who_sees_it_first() {
    assertThat(guard.heads).extracting(StoreHead::counter).containsExactly(2L, 3L, 4L);
    assertThat(guard.heads).extracting(StoreHead::keks).doesNotHaveDuplicates();
    assertThat(catalog.list()).containsExactly(RETIRED, ACTIVE);
    assertThat(guarded().list()).containsExactly(RETIRED, ACTIVE);
    assertThat(catalog.update(List.of(ACTIVE))).as("nothing to change").isFalse();
    assertThat(guard.heads).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update kek set row_tag = 'tag1' where version = 1",
        "update kek set row_tag = null where version = 1",
        "delete from kek where version = 1",
        "delete from kek",
        "update kek set name = 'other', primary_of = case when version = 2 then 'other' end",
        "insert into kek (name, version, cka_id, kind, state, canary_method, canary_wrapped,"
            + " canary_token, created_at, revision) select name, 3, cka_id, kind, 'retired',"
            + " canary_method, canary_wrapped, canary_token, created_at, 0 from kek"
            + " where version = 1",
        "update dek_store set head_keks = 'x'",
        "update dek_store set head_keks = null"
      })
  void whatever_is_changed_beside_kekkai_shows(String change) {
    write(change);
    KekCatalog fresh = guarded();
    assertThatThrownBy(fresh::list)
        .isInstanceOf(StoreChangedException.class)
        .hasMessageContaining("changed by somebody else than Kekkai");
    assertThatThrownBy(() -> fresh.primary("payments")).isInstanceOf(StoreChangedException.class);
    KekRecord next = ACTIVE.in(KekState.RETIRED, Rows.TIME).withTag("x");
    assertThatThrownBy(() -> catalog.update(List.of(next)))
        .isInstanceOf(StoreChangedException.class);
    assertThatThrownBy(() -> catalog.prepare(ACTIVE, () -> Rows.prepared("payments", 9)))
        .isInstanceOf(StoreChangedException.class);
  }

  @Test
  void the_table_put_back_as_it_was_shows_and_an_open_catalog_goes_by_what_it_proved() {
    write("create table kept as select * from kek");
    KekRecord third = Rows.kek("orders", 1).withTag("tag5");
    catalog.addFirst(third);
    assertThat(catalog.list()).hasSize(3);
    write("delete from kek", "insert into kek select * from kept");
    assertThat(catalog.list()).contains(third);
    assertThatThrownBy(guarded()::list).isInstanceOf(StoreChangedException.class);
  }

  @Test
  void a_change_of_deks_keeps_the_digest_over_keks() {
    DekStore store = database.deks();
    store.guard(guard);
    store.add(Rows.dek("users", ACTIVE.ref()).withTag(new RowTag("01", "t")));
    assertThat(guard.heads.get(3).keks()).isEqualTo(guard.heads.get(2).keks());
    assertThat(guarded().list()).containsExactly(RETIRED, ACTIVE);
  }

  @Test
  void all_rows_of_deks_are_read_and_proved_at_once() throws Exception {
    DekStore store = database.deks();
    store.guard(guard);
    List<DekRecord> rows = new ArrayList<>();
    store.readAll(rows::add);
    assertThat(rows).isEmpty();
    List<DekRecord> many = new ArrayList<>();
    for (int i = 0; i < 1200; i++) {
      many.add(Rows.dek("d" + i, ACTIVE.ref()).withTag(new RowTag("01", "t" + i)));
    }
    store.addAll(many);
    store.readAll(rows::add);
    assertThat(rows).containsExactlyInAnyOrderElementsOf(many);
    write("delete from dek where id = '" + many.get(7).id() + "'");
    assertThatThrownBy(() -> store.readAll(row -> {})).isInstanceOf(StoreChangedException.class);
  }

  private void write(String... statements) {
    try (Connection connection = database.connections().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (java.sql.SQLException e) {
      throw new AssertionError(e);
    }
  }
}
