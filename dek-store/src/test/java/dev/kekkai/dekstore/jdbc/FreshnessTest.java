package dev.kekkai.dekstore.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.Environment;
import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekState;
import dev.kekkai.dekstore.DekStore;
import dev.kekkai.dekstore.RowTag;
import dev.kekkai.dekstore.StoreChangedException;
import dev.kekkai.dekstore.StoreHead;
import dev.kekkai.dekstore.StoreIdentity;
import dev.kekkai.dekstore.StoreReadOnlyException;
import dev.kekkai.provider.keys.KekRef;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody else than Kekkai did to the tables shows in the digests over all rows. */
class FreshnessTest {
  private static final KekRef V1 = new KekRef("payments", 1);

  @TempDir private Path folder;
  private StoreDatabase database;
  private DekStore store;
  private SoftGuard guard;
  private DekRecord one;
  private DekRecord two;

  @BeforeEach
  void open() throws Exception {
    database = StoreDatabase.open(Rows.url(folder), Environment.DEVELOPMENT);
    database.keks().addFirst(Rows.kek("payments", 1));
    store = database.deks();
    store.add(tagged("before", "a tag of before"));
    guard = new SoftGuard(new StoreIdentity(UUID.randomUUID(), "kekkai-store.v1", "01"));
    store.setUp(guard);
    store.guard(guard);
    one = tagged("one", "tag1");
    two = tagged("two", "tag2");
    store.add(one);
    store.add(two);
  }

  @AfterEach
  void close() {
    database.close();
  }

  /** A row that has its digest in the same bucket. */
  private static DekRecord beside(DekRecord other) {
    UUID id =
        new UUID(other.id().getMostSignificantBits(), other.id().getLeastSignificantBits() ^ 1);
    return new DekRecord(
            id, "beside", other.wrapped(), other.checkToken(), DekState.ACTIVE, other.createdAt())
        .withTag(new RowTag("01", "older"));
  }

  private static DekRecord tagged(String name, String tag) {
    return Rows.dek(name, V1).withTag(new RowTag("01", tag));
  }

  @Test
  void rows_that_nobody_else_touched_are_proved_and_each_change_counts() {
    for (DekRecord row : store.list()) {
      assertThat(store.findProved(row.id())).contains(row);
    }
    assertThat(store.findProved(UUID.randomUUID())).isEmpty();
    assertThat(guard.heads).extracting(StoreHead::counter).containsExactly(2L, 3L);
    assertThat(store.head(guard)).isEqualTo(guard.heads.get(1));
  }

  @Test
  void a_row_put_back_with_its_tag_shows() {
    DekRecord next = one.withLease(7).withTag(new RowTag("01", "newer"));
    assertThat(store.update(one, next)).isTrue();
    assertThat(store.findProved(one.id())).contains(next);
    write("delete from dek where id = '" + one.id() + "'");
    database.deks().add(one);
    assertShows(one);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delete from dek where name = 'one'",
        "update dek set row_tag = 'tag2' where name = 'one'",
        "update dek_node set digest = 'x' where depth = 2",
        "update dek_node set digest = 'x' where depth = 1",
        "delete from dek_node",
        "update dek_store set head_root = 'x'",
        "update dek_store set head_counter = head_counter - 1",
        "update dek_store set head_tag = 'x'",
        "update dek_store set head_tag = null"
      })
  void whatever_is_changed_beside_kekkai_shows(String change) {
    write(change);
    assertShows(one);
  }

  @Test
  void the_table_of_rows_restored_alone_shows() {
    write("create table kept as select * from dek", "create table nodes as select * from dek_node");
    assertThat(store.update(one, one.withLease(1).withTag(new RowTag("01", "newer")))).isTrue();
    write("delete from dek", "insert into dek select * from kept");
    assertShows(one);
    write("delete from dek_node", "insert into dek_node select * from nodes");
    assertShows(one);
  }

  @Test
  void a_row_that_somebody_adds_beside_another_shows() {
    UUID beside = beside(one).id();
    write(
        "insert into dek select '"
            + beside
            + "', 'three', version, kek_name, kek_version,"
            + " kek_cka_id, wrap_method, wrapped, check_token, state, 'three', created_at,"
            + " activated_at, deactivated_at, compromised_at, destroyed_at, uses_leased, revision,"
            + " row_tag, purpose from dek where name = 'one'");
    assertShows(one);
  }

  @Test
  void a_row_put_back_in_the_middle_of_a_change_is_not_taken_over() throws Exception {
    DekRecord old = beside(one);
    store.add(old);
    assertThat(store.update(old, old.withLease(7).withTag(new RowTag("01", "newer")))).isTrue();
    Freshness freshness = new Freshness(new Jdbc(database.connections()));
    freshness.guard(guard);
    DekRecord next = one.withLease(1).withTag(new RowTag("01", "next"));
    boolean done =
        freshness.change(
            List.of(one.id()),
            connection -> {
              write("delete from dek where id = '" + old.id() + "'");
              database.deks().add(old);
              Jdbc.update(connection, DekRow.UPDATE, s -> DekRow.bindUpdate(s, next));
              return Map.of(one.id(), "next");
            });
    assertThat(done).isTrue();
    assertThatThrownBy(() -> store.findProved(old.id())).isInstanceOf(StoreChangedException.class);
  }

  @Test
  void all_tables_put_back_under_a_running_process_are_not_changed_any_more() throws Exception {
    String[] tables = {"dek", "dek_node", "dek_store"};
    for (String table : tables) {
      write("create table kept_" + table + " as select * from " + table);
    }
    DekRecord next = one.withLease(1).withTag(new RowTag("01", "next"));
    assertThat(store.update(one, next)).isTrue();
    for (String table : tables) {
      write("delete from " + table, "insert into " + table + " select * from kept_" + table);
    }
    assertThatThrownBy(() -> store.update(one, next))
        .isInstanceOf(StoreReadOnlyException.class)
        .hasMessageContaining("is at change 3")
        .hasMessageContaining("this process has seen change 4");
    assertThat(store.findProved(one.id())).as("what it encrypted still decrypts").contains(one);
    DekStore restarted = database.deks();
    restarted.guard(guard);
    assertThat(restarted.update(one, next)).as("without a head file nobody knows").isTrue();
  }

  /** Neither read as good, nor changed, which would take it over. */
  private void assertShows(DekRecord row) {
    assertThatThrownBy(() -> store.findProved(row.id()))
        .isInstanceOf(StoreChangedException.class)
        .hasMessageContaining("changed by somebody else than Kekkai");
    assertThatThrownBy(() -> store.update(row, row.withLease(1)))
        .isInstanceOf(StoreChangedException.class);
  }

  @Test
  void a_new_version_is_proved_like_the_old_one() {
    DekRecord ended = one.in(DekState.DEACTIVATED, Rows.TIME).withTag(new RowTag("01", "t3"));
    DekRecord second = Rows.version(one, 2, DekState.ACTIVE).withTag(new RowTag("01", "t4"));
    assertThat(store.succeed(one, ended, second)).isTrue();
    assertThat(store.findProved(one.id())).contains(ended);
    assertThat(store.findProved(second.id())).contains(second);
  }

  @Test
  void a_change_that_finds_nothing_to_change_changes_no_head() {
    StoreHead before = store.head(guard);
    DekRecord stale = one.withLease(1).withTag(new RowTag("01", "x"));
    assertThat(store.update(stale, stale.withLease(1))).isFalse();
    assertThat(store.head(guard)).isEqualTo(before);
    assertThat(store.findProved(one.id())).contains(one);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 40, 400})
  void many_rows_are_changed_in_one_step_but_for_those_that_others_changed(int rows) {
    for (int i = 0; i < rows; i++) {
      store.add(tagged("d" + i, "tag" + i));
    }
    List<DekRecord> nexts = new ArrayList<>();
    for (DekRecord row : store.page(null, 1000)) {
      nexts.add(row.withLease(3).withTag(new RowTag("01", "next")));
    }
    DekRecord faster = one.withLease(1).withTag(new RowTag("01", "faster"));
    assertThat(store.update(one, faster)).isTrue();
    long before = store.head(guard).counter();
    assertThat(store.updateAll(nexts)).hasSize(nexts.size() - 1).doesNotContain(one.id());
    assertThat(store.head(guard).counter()).isEqualTo(before + 1);
    for (DekRecord row : store.list()) {
      assertThat(store.findProved(row.id())).contains(row);
    }
    assertThat(store.find(one.id())).contains(faster);
    assertThat(store.updateAll(nexts)).as("all of them are stale").isEmpty();
    assertThat(store.updateAll(List.of())).isEmpty();
  }

  @Test
  void a_few_rows_far_apart_among_many_are_changed_in_one_step() {
    for (int i = 0; i < 400; i++) {
      store.add(tagged("d" + i, "tag" + i));
    }
    List<DekRecord> all = store.page(null, 1000);
    List<DekRecord> ends = List.of(all.get(0), all.get(all.size() - 1));
    List<DekRecord> nexts =
        ends.stream().map(row -> row.withLease(3).withTag(new RowTag("01", "next"))).toList();
    assertThat(store.updateAll(nexts)).hasSize(2);
    for (DekRecord row : store.list()) {
      assertThat(store.findProved(row.id())).contains(row);
    }
  }

  @Test
  void a_row_put_back_stops_a_batch() {
    DekRecord next = one.withLease(7).withTag(new RowTag("01", "newer"));
    assertThat(store.update(one, next)).isTrue();
    write("delete from dek where id = '" + one.id() + "'");
    database.deks().add(one);
    assertThatThrownBy(() -> store.updateAll(List.of(one.withLease(1), two.withLease(1))))
        .isInstanceOf(StoreChangedException.class);
    assertThat(store.find(two.id())).contains(two);
  }

  @Test
  void threads_that_add_and_read_at_once_are_all_served() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Void>> work = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        int self = t;
        work.add(
            () -> {
              for (int i = 0; i < 25; i++) {
                DekRecord row = tagged("d" + self + "-" + i, "tag");
                store.add(row);
                assertThat(store.findProved(row.id())).contains(row);
              }
              return null;
            });
      }
      for (Future<Void> done : threads.invokeAll(work)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(store.head(guard).counter()).isEqualTo(103);
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
