package dev.kekkai.dekstore.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.Environment;
import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekStore;
import dev.kekkai.dekstore.NameTakenException;
import dev.kekkai.dekstore.StoreException;
import dev.kekkai.provider.keys.KekRef;
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
    database.keks().succeed(Rows.kek("payments", 1), () -> Rows.kek("payments", 2));
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
  void the_wrapped_form_is_replaced_while_it_is_the_expected_one_and_only_then() {
    DekRecord dek = Rows.dek("users", V1);
    store.add(dek);
    assertThat(store.replace(dek, Rows.wrapped(V2, 2))).isTrue();
    DekRecord replaced = dek.withWrapped(Rows.wrapped(V2, 2));
    assertThat(store.find("users")).contains(replaced);
    assertThat(store.replace(dek, Rows.wrapped(V2, 3))).as("a stale expectation").isFalse();
    assertThat(store.find("users")).contains(replaced);
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
    try (Connection connection = database.connections().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("update dek set wrap_method = 'rot13'");
    }
    assertThatThrownBy(() -> store.find("users"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("DEK " + dek.id())
        .hasMessageContaining("rot13")
        .hasMessageContaining("rfc3394");
  }

  @Test
  void a_name_of_other_characters_is_refused() {
    assertThatThrownBy(() -> Rows.dek("users; drop table dek", V1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 64 of letters");
  }
}
