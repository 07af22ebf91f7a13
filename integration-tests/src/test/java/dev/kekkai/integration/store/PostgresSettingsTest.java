package dev.kekkai.integration.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.Environment;
import dev.kekkai.dekstore.StoreException;
import dev.kekkai.dekstore.jdbc.StoreDatabase;
import dev.kekkai.integration.keyserver.Postgres;
import dev.kekkai.testkit.TestFolders;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A PostgreSQL that may lose what it acknowledged. */
class PostgresSettingsTest {
  private String url;

  @BeforeEach
  void database() throws Exception {
    url = Postgres.shared().newDatabase() + "?user=" + Postgres.USER;
  }

  @Test
  void synchronous_commit_off_for_a_database_is_refused() throws Exception {
    String name = url.substring(url.lastIndexOf('/') + 1, url.indexOf('?'));
    write("alter database " + name + " set synchronous_commit = off");
    assertThatThrownBy(() -> StoreDatabase.open(url, Environment.DEVELOPMENT).close())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("synchronous_commit (by database) is off and must be on");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dek", "dek_node", "dek_store"})
  void a_table_that_is_emptied_after_a_crash_is_refused(String table) throws Exception {
    StoreDatabase.open(url, Environment.DEVELOPMENT).close();
    write("alter table " + table + " set unlogged");
    assertThatThrownBy(() -> StoreDatabase.open(url, Environment.DEVELOPMENT).close())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("these are: " + table + "; run  alter table NAME set logged");
  }

  @Test
  void a_server_that_does_not_wait_for_the_disk_is_refused() throws Exception {
    try (EmbeddedPostgres unsafe =
        EmbeddedPostgres.builder()
            .setDataDirectory(TestFolders.empty("postgres-unsafe"))
            .setServerConfig("fsync", "off")
            .setServerConfig("full_page_writes", "off")
            .setPGStartupWait(Duration.ofMinutes(1))
            .start()) {
      String other = unsafe.getJdbcUrl(Postgres.USER, "postgres");
      assertThatThrownBy(() -> StoreDatabase.open(other, Environment.DEVELOPMENT).close())
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("fsync (by command line)")
          .hasMessageContaining("full_page_writes (by command line)")
          .hasMessageContaining("off and must be on");
    }
  }

  @Test
  void one_that_keeps_what_it_acknowledged_is_taken() {
    try (StoreDatabase database = StoreDatabase.open(url, Environment.PRODUCTION)) {
      assertThat(database.deks().list()).isEmpty();
    }
  }

  private void write(String sql) throws Exception {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
