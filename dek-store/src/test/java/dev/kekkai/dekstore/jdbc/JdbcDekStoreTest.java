package dev.kekkai.dekstore.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.Environment;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekState;
import dev.kekkai.dekstore.DekStore;
import dev.kekkai.dekstore.NameTakenException;
import dev.kekkai.dekstore.RowTag;
import dev.kekkai.dekstore.StoreException;
import dev.kekkai.dekstore.StoreIdentity;
import dev.kekkai.provider.keys.KekRef;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.h2.jdbc.JdbcConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcDekStoreTest {
  private static final KekRef V1 = new KekRef("payments", 1);
  private static final KekRef V2 = new KekRef("payments", 2);

  @TempDir private Path folder;
  private StoreDatabase database;
  private DekStore store;

  @BeforeEach
  void open() throws Exception {
    database = StoreDatabase.open(Rows.url(folder), Environment.DEVELOPMENT);
    store = database.deks();
    database.keks().addFirst(Rows.kek("payments", 1));
    database.keks().prepare(Rows.kek("payments", 1), () -> Rows.prepared("payments", 2));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_row_comes_back_as_it_was_added_also_after_the_store_was_closed() {
    DekRecord dek = Rows.dek("users", V1);
    store.add(dek);
    database.close();
    database = StoreDatabase.open(Rows.url(folder), Environment.DEVELOPMENT);
    assertThat(database.deks().find("users")).contains(dek);
    assertThat(database.deks().find(dek.id())).contains(dek);
    assertThat(database.deks().list()).containsExactly(dek);
  }

  @Test
  void nothing_is_found_where_nothing_is() {
    assertThat(store.find("users")).isEmpty();
    assertThat(store.find(UUID.randomUUID())).isEmpty();
    assertThat(store.list()).isEmpty();
  }

  @Test
  void a_name_is_taken_once_and_the_first_row_stays() {
    DekRecord first = Rows.dek("users", V1);
    store.add(first);
    assertThatThrownBy(() -> store.add(Rows.dek("users", V2)))
        .isInstanceOf(NameTakenException.class)
        .hasMessage("The store has the DEK 'users' already");
    assertThat(store.list()).containsExactly(first);
  }

  @Test
  void a_dek_under_a_kek_that_the_store_does_not_know_is_refused() {
    assertThatThrownBy(() -> store.add(Rows.dek("users", new KekRef("unknown", 1))))
        .isInstanceOf(StoreException.class)
        .isNotInstanceOf(NameTakenException.class);
  }

  @Test
  void a_row_is_changed_while_it_is_the_expected_revision_and_only_then() {
    DekRecord dek = Rows.dek("users", V1);
    store.add(dek);
    DekRecord next = dek.withWrapped(Rows.wrapped(V2, 2)).withTag(new RowTag("02", "tag"));
    assertThat(store.update(dek, next)).isTrue();
    assertThat(store.find("users")).contains(next);
    DekRecord late = dek.withWrapped(Rows.wrapped(V2, 3));
    assertThat(store.update(dek, late)).as("a stale expectation").isFalse();
    assertThat(store.find("users")).contains(next);
  }

  @Test
  void what_is_not_the_next_revision_is_refused() {
    DekRecord dek = Rows.dek("users", V1);
    store.add(dek);
    assertThatThrownBy(() -> store.update(dek, dek)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.update(dek, Rows.dek("users", V1).withLease(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void every_state_and_every_date_comes_back() {
    DekRecord dek = Rows.dek("users", V1);
    store.add(dek);
    DekRecord row = dek;
    for (DekState state : List.of(DekState.DEACTIVATED, DekState.COMPROMISED, DekState.DESTROYED)) {
      DekRecord next = row.in(state, Rows.TIME.plusSeconds(row.revision() + 1));
      assertThat(store.update(row, next)).isTrue();
      assertThat(store.find(dek.id())).contains(next);
      row = next;
    }
  }

  @Test
  void a_new_version_takes_the_active_ones_place_in_one_step() {
    DekRecord first = Rows.dek("users", V1);
    store.add(first);
    DekRecord ended = first.in(DekState.DEACTIVATED, Rows.TIME);
    DekRecord second = Rows.version(first, 2, DekState.ACTIVE);
    assertThat(store.succeed(first, ended, second)).isTrue();
    assertThat(store.find("users")).contains(second);
    assertThat(store.find(first.id())).contains(ended);
    assertThat(store.versions("users")).containsExactly(ended, second);
    assertThat(store.succeed(first, ended, Rows.version(first, 3, DekState.ACTIVE)))
        .as("somebody was faster")
        .isFalse();
    assertThat(
            store.succeed(
                second,
                second.in(DekState.DEACTIVATED, Rows.TIME),
                Rows.version(first, 2, DekState.ACTIVE)))
        .as("there is such a version")
        .isFalse();
    assertThat(store.versions("users")).containsExactly(ended, second);
  }

  @Test
  void a_version_that_waited_takes_the_active_ones_place() {
    DekRecord first = Rows.dek("users", V1);
    store.add(first);
    DekRecord waiting = Rows.version(first, 2, DekState.PRE_ACTIVE);
    store.add(waiting);
    assertThat(store.find("users")).as("the active one counts").contains(first);
    DekRecord active = waiting.in(DekState.ACTIVE, Rows.TIME);
    assertThat(store.succeed(first, first.in(DekState.DEACTIVATED, Rows.TIME), active)).isTrue();
    assertThat(store.find("users")).contains(active);
  }

  @Test
  void a_name_has_one_active_version() throws Exception {
    DekRecord first = Rows.dek("users", V1);
    store.add(first);
    assertThatThrownBy(() -> store.add(Rows.version(first, 2, DekState.ACTIVE)))
        .isInstanceOf(NameTakenException.class);
    store.add(Rows.version(first, 2, DekState.PRE_ACTIVE));
    try (Connection connection = database.connections().getConnection();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(
              () -> statement.execute("update dek set state = 'active' where version = 2"))
          .isInstanceOf(SQLException.class);
      assertThatThrownBy(
              () ->
                  statement.execute(
                      "update dek set state = 'active', active_of = 'users' where version = 2"))
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void many_rows_are_read_back_together_on_another_connection() throws Exception {
    List<Connection> lent = new ArrayList<>();
    List<Connection> physical = new ArrayList<>();
    JdbcDekStore watched =
        new JdbcDekStore(
            WatchedConnections.source(
                () -> {
                  Connection next = kept(lent);
                  physical.add(next.unwrap(JdbcConnection.class));
                  return next;
                }));
    List<DekRecord> rows = new ArrayList<>();
    for (int i = 0; i < 1_001; i++) {
      rows.add(Rows.dek("d" + i, V1));
    }
    watched.addAll(rows);
    assertThat(lent).as("one that reads, and one that writes").hasSize(2);
    assertThat(physical).as("lent at the same time").doesNotHaveDuplicates();
    assertThat(store.list()).containsExactlyInAnyOrderElementsOf(rows);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delete from dek where name = 'd700'",
        "update dek set check_token = 'other' where name = 'd700'"
      })
  void one_row_among_many_that_is_not_there_as_written_shows(String change) {
    List<Connection> lent = new ArrayList<>();
    JdbcDekStore watched =
        new JdbcDekStore(
            WatchedConnections.source(
                () -> {
                  Connection next = kept(lent);
                  return lent.size() == 2 ? afterItIsGivenBack(next, change) : next;
                }));
    List<DekRecord> rows = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      rows.add(Rows.dek("d" + i, V1));
    }
    assertThatThrownBy(() -> watched.addAll(rows))
        .isInstanceOf(StoreException.class)
        .hasMessage("The row of the new DEK 'd700' could not be read back as it was written");
  }

  /** What somebody does to the rows between their commit and their being read. */
  private Connection afterItIsGivenBack(Connection writer, String change) {
    return WatchedConnections.beforeClose(
        writer,
        () -> {
          try (Connection other = database.connections().getConnection();
              Statement statement = other.createStatement()) {
            statement.execute(change);
          }
        });
  }

  private Connection kept(List<Connection> lent) throws SQLException {
    Connection next = database.connections().getConnection();
    lent.add(next);
    return next;
  }

  @Test
  void pages_have_every_row_once() {
    for (int i = 0; i < 7; i++) {
      store.add(Rows.dek("d" + i, V1));
    }
    List<DekRecord> seen = new ArrayList<>();
    List<DekRecord> page = store.page(null, 3);
    while (!page.isEmpty()) {
      assertThat(page).hasSizeLessThanOrEqualTo(3);
      seen.addAll(page);
      page = store.page(page.get(page.size() - 1).id(), 3);
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(store.list());
    assertThat(store.count()).isEqualTo(7);
  }

  @Test
  void what_is_destroyed_waits_for_no_rewrap() {
    DekRecord dek = Rows.dek("users", V1);
    store.add(dek);
    DekRecord ended = dek.in(DekState.DEACTIVATED, Rows.TIME);
    store.update(dek, ended);
    assertThat(store.notUnder(V2, null, 10)).containsExactly(ended);
    store.update(ended, ended.in(DekState.DESTROYED, Rows.TIME));
    assertThat(store.notUnder(V2, null, 10)).isEmpty();
  }

  @Test
  void a_store_is_set_up_once() throws Exception {
    assertThat(store.identity()).isEmpty();
    StoreIdentity first = new StoreIdentity(UUID.randomUUID(), "kekkai-store.v1", "01");
    assertThat(store.setUp(new SoftGuard(first))).isEqualTo(first);
    assertThat(store.setUp(new SoftGuard(new StoreIdentity(UUID.randomUUID(), "other.v1", "02"))))
        .isEqualTo(first);
    assertThat(store.identity()).contains(first);
  }

  @Test
  void a_store_that_could_not_be_set_up_is_not() {
    TokenException trouble = new TokenException("no", false, null);
    assertThatThrownBy(() -> store.setUp(new SoftGuard(trouble))).isSameAs(trouble);
    assertThat(store.identity()).isEmpty();
  }

  @Test
  void deks_that_wait_for_a_rewrap_come_in_batches_without_a_gap() {
    List<DekRecord> waiting = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      DekRecord dek = Rows.dek("d" + i, V1);
      store.add(dek);
      waiting.add(dek);
    }
    store.add(Rows.dek("done", V2));
    List<DekRecord> seen = new ArrayList<>();
    List<DekRecord> batch = store.notUnder(V2, null, 3);
    while (!batch.isEmpty()) {
      assertThat(batch).hasSizeLessThanOrEqualTo(3);
      seen.addAll(batch);
      batch = store.notUnder(V2, batch.get(batch.size() - 1).id(), 3);
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(waiting);
  }

  @Test
  void a_row_that_somebody_damaged_is_named_in_the_error() throws Exception {
    DekRecord dek = Rows.dek("users", V1);
    store.add(dek);
    write("update dek set wrap_method = 'rot13'");
    assertThatThrownBy(() -> store.find("users"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("DEK " + dek.id())
        .hasMessageContaining("rot13")
        .hasMessageContaining("rfc3394");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wrapped = '%%%'",
        "wrapped = substring(wrapped, 1, 53) || 'd=='",
        "created_at = created_at + interval '0.0001' second",
        "created_at = timestamp with time zone '1969-12-31 00:00:00+00'",
        "activated_at = timestamp with time zone '12000-01-01 00:00:00+00'",
        "kek_cka_id = 'FF'",
      })
  void what_kekkai_does_not_write_is_a_damaged_row(String change) throws Exception {
    DekRecord dek = Rows.dek("users", V1);
    store.add(dek);
    write("update dek set " + change);
    assertDamaged(dek);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kek_cka_id", "wrapped", "check_token", "created_at"})
  void what_is_missing_is_a_damaged_row(String column) throws Exception {
    DekRecord dek = Rows.dek("users", V1);
    store.add(dek);
    write(
        "alter table dek alter column " + column + " set null",
        "update dek set " + column + " = null");
    assertDamaged(dek);
  }

  private void assertDamaged(DekRecord dek) {
    assertThatThrownBy(() -> store.find(dek.id()))
        .isExactlyInstanceOf(StoreException.class)
        .hasMessageContaining("damaged row: DEK " + dek.id());
  }

  private void write(String... statements) throws SQLException {
    try (Connection connection = database.connections().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Test
  void a_name_of_other_characters_is_refused() {
    assertThatThrownBy(() -> Rows.dek("users; drop table dek", V1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 64 of letters");
  }
}
