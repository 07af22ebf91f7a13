package dev.kekkai.keyserver.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.Environment;
import dev.kekkai.config.pin.PinSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
  @TempDir private Path folder;

  @Test
  void its_tables_are_made_once_and_its_connections_commit_durably() throws Exception {
    String name = Postgres.create();
    for (int start = 1; start <= 2; start++) {
      try (Database database = Database.open(Postgres.settings(name))) {
        assertThat(database.dialect()).isEqualTo(Dialect.POSTGRESQL);
        try (Connection connection = database.connections().getConnection()) {
          assertThat(one(connection, "select count(*) from audit_entry")).isEqualTo("0");
          assertThat(one(connection, "show synchronous_commit")).isEqualTo("on");
          assertThat(one(connection, "show statement_timeout")).isEqualTo("5s");
        }
      }
    }
  }

  @Test
  void who_only_reads_makes_no_tables() throws Exception {
    String name = Postgres.create();
    assertThatThrownBy(() -> Database.openExisting(Postgres.settings(name)))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("start that first");
    Database.open(Postgres.settings(name)).close();
    try (Database database = Database.openExisting(Postgres.settings(name));
        Connection connection = database.connections().getConnection()) {
      assertThat(one(connection, "select count(*) from audit_entry")).isEqualTo("0");
    }
  }

  @Test
  void what_could_not_be_written_is_in_no_message() throws Exception {
    try (Database database = Database.open(Postgres.settings(Postgres.create()));
        Connection connection = database.connections().getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "insert into alarm_quiet (subject, raised_at) values (?, current_timestamp)")) {
      for (int i = 0; i < 3; i++) {
        statement.setString(1, "users/otp/17");
        statement.addBatch();
      }
      assertThatThrownBy(statement::executeBatch)
          .isInstanceOf(SQLException.class)
          .message()
          .contains("alarm_quiet")
          .doesNotContain("users/otp/17");
    }
  }

  @Test
  void a_server_that_may_lose_what_it_acknowledged_is_refused() throws Exception {
    // as the embedded one comes: fast
    try (EmbeddedPostgres careless =
        EmbeddedPostgres.builder().setServerConfig("full_page_writes", "off").start()) {
      assertThatThrownBy(() -> Database.open(Postgres.settings("postgres", careless.getPort())))
          .isInstanceOf(DatabaseException.class)
          .hasMessageContaining("fsync (by command line), full_page_writes (by command line),")
          .hasMessageContaining("synchronous_commit (by command line) is off and must be on");
    }
  }

  @Test
  void each_new_connection_looks_again() throws Exception {
    String name = Postgres.createWithTables();
    try (Database database = Database.open(Postgres.settings(name))) {
      Postgres.admin("alter database " + name + " set synchronous_commit = off");
      assertThatThrownBy(database::dedicated)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("synchronous_commit (by database) is off and must be on");
    }
  }

  @Test
  void a_setting_of_the_role_counts_too() throws Exception {
    String name = Postgres.empty();
    Postgres.admin("create role careless superuser login");
    Postgres.admin("alter role careless set synchronous_commit = off");
    assertThatThrownBy(() -> Database.open(as("careless", name, null)))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("synchronous_commit (by user) is off and must be on");
  }

  @Test
  void a_session_commits_to_disk_whatever_lesser_promise_the_database_makes() throws Exception {
    String name = Postgres.createWithTables();
    Postgres.admin("alter database " + name + " set synchronous_commit = remote_write");
    try (Database database = Database.open(Postgres.settings(name));
        Connection connection = database.dedicated()) {
      assertThat(one(connection, "show synchronous_commit")).isEqualTo("on");
    }
  }

  @Test
  void a_table_that_postgresql_empties_after_a_crash_is_refused() throws Exception {
    String name = Postgres.createWithTables();
    try (Connection connection = Postgres.superuser(name);
        Statement statement = connection.createStatement()) {
      statement.execute("alter table audit_entry set unlogged");
    }
    assertThatThrownBy(() -> Database.open(Postgres.settings(name)))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("these are: audit_entry; run  alter table NAME set logged");
  }

  @Test
  void a_statement_that_takes_too_long_fails() throws Exception {
    try (Database database = quick();
        Connection connection = database.connections().getConnection()) {
      assertThatThrownBy(() -> one(connection, "select pg_sleep(20)"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("statement timeout");
    }
  }

  @Test
  void who_has_to_know_what_became_of_a_commit_waits_for_it_and_not_long_for_locks()
      throws Exception {
    String insert =
        "insert into audit_entry values ('00000000-0000-0000-0000-000000000001', 1, '', '')";
    try (Database database = quick();
        Connection first = database.dedicated();
        Connection second = database.dedicated()) {
      assertThat(one(first, "show statement_timeout")).isEqualTo("0");
      first.setAutoCommit(false);
      try (Statement statement = first.createStatement();
          Statement other = second.createStatement()) {
        statement.execute(insert);
        assertThatThrownBy(() -> other.execute(insert))
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("lock timeout");
      }
    }
  }

  private static Database quick() throws SQLException {
    DatabaseSettings settings = Postgres.settings(Postgres.empty());
    return Database.open(withTimeouts(settings, Duration.ofMillis(50), Duration.ofSeconds(8)));
  }

  @Test
  void a_database_that_does_not_answer_is_a_failure_and_no_hang() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      DatabaseSettings settings =
          new DatabaseSettings(
              Postgres.url("x", silent.getLocalPort()),
              "postgres",
              null,
              Environment.PRODUCTION,
              2,
              Duration.ofSeconds(1),
              Duration.ofMillis(500),
              Duration.ofSeconds(1));
      assertThatThrownBy(() -> Database.open(settings)).isInstanceOf(DatabaseException.class);
    }
  }

  @Test
  void a_new_password_needs_no_restart_and_a_wrong_one_is_in_no_message() throws Exception {
    String name = Postgres.createWithTables();
    Postgres.admin("create role guarded login password 'first-password'");
    try (Connection connection = Postgres.superuser(name);
        Statement statement = connection.createStatement()) {
      statement.execute("grant select on all tables in schema public to guarded");
    }
    Path file =
        Files.createFile(
            folder.resolve("password"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, "first-password\n");
    try (Database database = Database.open(as("guarded", name, file))) {
      Files.writeString(file, "second-password\n");
      Postgres.admin("alter role guarded password 'second-password'");
      database.dedicated().close();
      Files.delete(file);
      assertThatThrownBy(database::dedicated)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("No password for the database")
          .hasMessageContaining("does not exist")
          .hasMessageNotContaining("second-password");
    }
  }

  @Test
  void a_server_without_the_right_to_change_entries_does() throws Exception {
    String name = Postgres.createWithTables();
    Postgres.admin("create role appender login");
    try (Connection connection = Postgres.superuser(name);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "grant select, insert on audit_chain, audit_entry, audit_seal to appender;"
              + "grant select on kekkai_server_schema_history to appender");
    }
    try (Database database = Database.open(as("appender", name, null));
        Connection connection = database.dedicated()) {
      assertThatThrownBy(() -> connection.createStatement().execute("delete from audit_entry"))
          .hasMessageContaining("permission denied");
    }
  }

  @Test
  void h2_serves_the_demo() throws Exception {
    String url = "jdbc:h2:file:" + folder.resolve("log") + ";WRITE_DELAY=0";
    DatabaseSettings settings = DatabaseSettings.of(url, "sa", null, Environment.DEVELOPMENT);
    for (int start = 1; start <= 2; start++) {
      try (Database database = Database.open(settings);
          Connection connection = database.dedicated()) {
        assertThat(database.dialect()).isEqualTo(Dialect.H2);
        assertThat(one(connection, "select count(*) from audit_entry")).isEqualTo("0");
      }
    }
  }

  private static DatabaseSettings as(String user, String name, Path password) {
    return DatabaseSettings.of(
        Postgres.url(name),
        user,
        password == null ? null : new PinSource.File(password),
        Environment.PRODUCTION);
  }

  private static DatabaseSettings withTimeouts(
      DatabaseSettings settings, Duration statement, Duration socket) {
    return new DatabaseSettings(
        settings.url(),
        settings.user(),
        settings.password(),
        settings.environment(),
        settings.connections(),
        settings.connectTimeout(),
        statement,
        socket);
  }

  private static String one(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
