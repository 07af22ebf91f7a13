package dev.kekkai.dekstore.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.Environment;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.KekCatalog;
import dev.kekkai.dekstore.KekRecord;
import dev.kekkai.dekstore.KekState;
import dev.kekkai.dekstore.NameTakenException;
import dev.kekkai.dekstore.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
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
  private static final KekRecord V2 = Rows.kek("payments", 2);

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
    assertThatThrownBy(() -> catalog.addFirst(V2)).isInstanceOf(NameTakenException.class);
    assertThat(catalog.list()).containsExactly(V1);
  }

  @Test
  void a_new_version_becomes_primary_and_the_old_one_retires() throws Exception {
    catalog.addFirst(V1);
    assertThat(catalog.succeed(V1, () -> V2)).isEqualTo(V2);
    assertThat(catalog.primary("payments")).contains(V2);
    assertThat(catalog.find(V1.ref()).map(KekRecord::state)).contains(KekState.RETIRED);
  }

  @Test
  void a_version_that_could_not_be_made_changes_nothing() {
    catalog.addFirst(V1);
    TokenException trouble = new TokenException("no", false, null);
    assertThatThrownBy(
            () ->
                catalog.succeed(
                    V1,
                    () -> {
                      throw trouble;
                    }))
        .isSameAs(trouble);
    assertThat(catalog.list()).containsExactly(V1);
  }

  @Test
  void a_version_that_is_primary_no_more_has_no_successor() throws Exception {
    catalog.addFirst(V1);
    catalog.succeed(V1, () -> V2);
    assertThatThrownBy(() -> catalog.succeed(V1, () -> Rows.kek("payments", 3)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("payments.v1 is no longer the primary version");
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
                return catalog.succeed(V1, () -> Rows.kek("payments", 3));
              });
      catalog.succeed(
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
    assertThat(catalog.primary("payments")).contains(V2);
    assertThat(catalog.list()).hasSize(2);
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
    assertThatThrownBy(() -> late.addFirst(V2))
        .isInstanceOf(NameTakenException.class)
        .hasMessage("The store has the KEK 'payments' already");
    assertThat(lent).hasValue(2);
    assertThat(catalog.list()).containsExactly(V1);
  }

  @Test
  void a_retired_version_made_primary_beside_the_primary_one_is_refused_by_the_table()
      throws Exception {
    catalog.addFirst(V1);
    catalog.succeed(V1, () -> V2);
    try (Connection connection = database.connections().getConnection();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(
              () -> statement.execute("update kek set state = 'primary' where version = 1"))
          .isInstanceOf(SQLException.class);
    }
    assertThat(catalog.primary("payments")).contains(V2);
  }
}
