package dev.kekkai.dekstore.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.Environment;
import dev.kekkai.config.problem.ConfigException;
import dev.kekkai.dekstore.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreDatabaseTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"", ";WRITE_DELAY=500", ";WRITE_DELAY=00", ";X=WRITE_DELAY=0"})
  void h2_that_may_lose_acknowledged_rows_is_refused_before_it_makes_a_file(String settings)
      throws Exception {
    String url = "jdbc:h2:file:" + folder.resolve("store") + settings;
    assertThatThrownBy(() -> StoreDatabase.open(url, Environment.DEVELOPMENT))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("add ;WRITE_DELAY=0")
        .hasMessageNotContaining(url);
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:h2:", "JDBC:H2:"})
  void production_refuses_h2(String prefix) {
    String url = prefix + "file:" + folder.resolve("store") + ";WRITE_DELAY=0";
    assertThatThrownBy(() -> StoreDatabase.open(url, Environment.PRODUCTION))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("production refuses an H2 store");
  }

  @Test
  void a_database_without_a_driver_is_refused_with_its_reason() {
    assertThatThrownBy(() -> StoreDatabase.open("jdbc:nosuch:x", Environment.DEVELOPMENT))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("can't be opened");
  }

  @Test
  void an_applications_own_tables_in_the_same_database_stay_as_they_are() throws Exception {
    String url = Rows.url(folder);
    try (Connection application = DriverManager.getConnection(url);
        Statement statement = application.createStatement()) {
      statement.execute("create table users (user_id varchar(10))");
      statement.execute("insert into users values ('alice')");
      try (StoreDatabase database = StoreDatabase.open(url, Environment.DEVELOPMENT)) {
        database.keks().addFirst(Rows.kek("payments", 1));
      }
      try (ResultSet rows = statement.executeQuery("select user_id from users")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString(1)).isEqualTo("alice");
      }
    }
  }

  @Test
  void opening_an_up_to_date_store_again_changes_nothing() {
    try (StoreDatabase database = StoreDatabase.open(Rows.url(folder), Environment.DEVELOPMENT)) {
      database.keks().addFirst(Rows.kek("payments", 1));
    }
    try (StoreDatabase database = StoreDatabase.open(Rows.url(folder), Environment.DEVELOPMENT)) {
      assertThat(database.keks().list()).containsExactly(Rows.kek("payments", 1));
    }
  }
}
