package dev.kekkai.dekstore.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.Environment;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekState;
import dev.kekkai.dekstore.KekCatalog;
import dev.kekkai.dekstore.KekRecord;
import dev.kekkai.dekstore.KekState;
import dev.kekkai.dekstore.KekStateException;
import dev.kekkai.dekstore.NameTakenException;
import dev.kekkai.dekstore.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcKekCatalogTest {
  private static final KekRecord V1 = Rows.kek("payments", 1);
  private static final KekRecord V2 = Rows.prepared("payments", 2);
  private static final KekRecord RETIRED = V1.in(KekState.RETIRED, Rows.TIME).withTag("t1");
  private static final KekRecord ACTIVE = V2.in(KekState.PRIMARY, Rows.TIME).withTag("t2");

  @TempDir private Path folder;
  private StoreDatabase database;
  private KekCatalog catalog;

  @BeforeEach
  void open() {
    database = StoreDatabase.open(Rows.url(folder), Environment.DEVELOPMENT);
    catalog = database.keks();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void rotate() throws TokenException {
    catalog.addFirst(V1);
    catalog.prepare(V1, () -> V2);
    assertThat(catalog.update(List.of(RETIRED, ACTIVE))).isTrue();
  }

  @Test
  void a_kek_comes_back_as_it_was_added() {
    catalog.addFirst(V1);
    assertThat(catalog.find(V1.ref())).contains(V1);
    assertThat(catalog.primary("payments")).contains(V1);
    assertThat(catalog.primary("other")).isEmpty();
  }

  @Test
  void a_name_is_registered_once() {
    catalog.addFirst(V1);
    assertThatThrownBy(() -> catalog.addFirst(V1)).isInstanceOf(NameTakenException.class);
    assertThatThrownBy(() -> catalog.addFirst(Rows.kek("payments", 2)))
        .isInstanceOf(NameTakenException.class);
    assertThat(catalog.list()).containsExactly(V1);
  }

  @Test
  void a_prepared_version_becomes_primary_and_the_old_one_retires() throws Exception {
    catalog.addFirst(V1);
    assertThat(catalog.prepare(V1, () -> V2)).isEqualTo(V2);
    assertThat(catalog.primary("payments")).contains(V1);
    assertThat(catalog.update(List.of(RETIRED, ACTIVE))).isTrue();
    assertThat(catalog.primary("payments")).contains(ACTIVE);
    assertThat(catalog.list()).containsExactly(RETIRED, ACTIVE);
  }

  @Test
  void every_state_and_date_comes_back() throws Exception {
    rotate();
    KekRecord disabled = RETIRED.disabled(Duration.ofDays(30), Rows.TIME).withTag("t3");
    assertThat(catalog.update(List.of(disabled))).isTrue();
    assertThat(catalog.find(V1.ref())).contains(disabled);
    KekRecord enabled = disabled.in(KekState.RETIRED, Rows.TIME).withTag("t4");
    assertThat(catalog.update(List.of(enabled))).isTrue();
    assertThat(catalog.find(V1.ref())).contains(enabled);
    KekRecord again = enabled.disabled(Duration.ofDays(1), Rows.TIME).withTag("t5");
    KekRecord destroyed = again.in(KekState.DESTROYED, Rows.TIME).withTag("t6");
    assertThat(catalog.update(List.of(again))).isTrue();
    assertThat(catalog.update(List.of(destroyed))).isTrue();
    assertThat(catalog.find(V1.ref())).contains(destroyed);
  }

  @Test
  void a_version_that_could_not_be_made_changes_nothing() {
    catalog.addFirst(V1);
    TokenException trouble = new TokenException("no", false, null);
    assertThatThrownBy(
            () ->
                catalog.prepare(
                    V1,
                    () -> {
                      throw trouble;
                    }))
        .isSameAs(trouble);
    assertThat(catalog.list()).containsExactly(V1);
  }

  @Test
  void nothing_is_prepared_beside_a_version_that_is_primary_no_more_or_another_prepared_one()
      throws Exception {
    catalog.addFirst(V1);
    catalog.prepare(V1, () -> V2);
    assertThatThrownBy(() -> catalog.prepare(V1, () -> Rows.prepared("payments", 3)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("another one is prepared");
    catalog.update(List.of(RETIRED, ACTIVE));
    assertThatThrownBy(() -> catalog.prepare(V1, () -> Rows.prepared("payments", 3)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("payments.v1 is no longer the primary version");
    assertThat(catalog.list()).hasSize(2);
  }

  @Test
  void two_rotations_at_once_make_one_version() throws Exception {
    catalog.addFirst(V1);
    CountDownLatch inside = new CountDownLatch(1);
    ExecutorService second = Executors.newSingleThreadExecutor();
    try {
      Future<?> late =
          second.submit(
              () -> {
                inside.await();
                return catalog.prepare(V1, () -> Rows.prepared("payments", 3));
              });
      catalog.prepare(
          V1,
          () -> {
            inside.countDown();
            assertThat(late).isNotDone();
            return V2;
          });
      assertThatThrownBy(late::get).hasCauseInstanceOf(StoreException.class);
    } finally {
      second.shutdownNow();
    }
    assertThat(catalog.list()).containsExactly(V1, V2);
  }

  @Test
  void of_several_rows_all_are_changed_or_none() throws Exception {
    rotate();
    KekRecord stale = ACTIVE.in(KekState.RETIRED, Rows.TIME).withTag("t7");
    KekRecord late = V1.in(KekState.RETIRED, Rows.TIME).withTag("t8");
    assertThat(catalog.update(List.of(stale, late))).isFalse();
    assertThat(catalog.update(List.of(late))).isFalse();
    assertThat(catalog.list()).containsExactly(RETIRED, ACTIVE);
  }

  @Test
  void a_version_that_deks_depend_on_is_not_destroyed() throws Exception {
    rotate();
    DekRecord dek = Rows.dek("users", V1.ref());
    database.deks().add(dek);
    KekRecord disabled = RETIRED.disabled(Duration.ofDays(30), Rows.TIME).withTag("t3");
    KekRecord destroyed = disabled.in(KekState.DESTROYED, Rows.TIME).withTag("t4");
    assertThat(catalog.update(List.of(disabled))).isTrue();
    assertThatThrownBy(() -> catalog.update(List.of(destroyed)))
        .isInstanceOf(KekStateException.class)
        .hasMessageContaining("1 DEKs depend on payments.v1, such as [" + dek.id() + "]");
    assertThat(catalog.find(V1.ref())).contains(disabled);
    DekRecord ended = dek.in(DekState.COMPROMISED, Rows.TIME).in(DekState.DESTROYED, Rows.TIME);
    write("update dek set state = 'destroyed', active_of = null where id = '" + ended.id() + "'");
    assertThat(catalog.update(List.of(destroyed))).isTrue();
  }

  @Test
  void two_versions_registered_at_once_do_not_both_become_primary() {
    AtomicInteger lent = new AtomicInteger();
    KekCatalog late =
        new JdbcKekCatalog(
            WatchedConnections.source(
                () -> {
                  if (lent.incrementAndGet() == 2) {
                    catalog.addFirst(V1); // after the late one looked, before it writes
                  }
                  return database.connections().getConnection();
                }));
    assertThatThrownBy(() -> late.addFirst(Rows.kek("payments", 2)))
        .isInstanceOf(NameTakenException.class)
        .hasMessage("The store has the KEK 'payments' already");
    assertThat(lent).hasValue(2);
    assertThat(catalog.list()).containsExactly(V1);
  }

  @Test
  void a_retired_version_made_primary_beside_the_primary_one_is_refused_by_the_table()
      throws Exception {
    rotate();
    assertThatThrownBy(() -> write("update kek set state = 'primary' where version = 1"))
        .isInstanceOf(SQLException.class);
    assertThatThrownBy(
            () -> write("update kek set state = 'primary', primary_of = name where version = 1"))
        .isInstanceOf(SQLException.class);
    assertThat(catalog.primary("payments")).contains(ACTIVE);
  }

  private void write(String sql) throws SQLException {
    try (Connection connection = database.connections().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
