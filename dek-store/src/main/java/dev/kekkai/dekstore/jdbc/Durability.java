package dev.kekkai.dekstore.jdbc;

import dev.kekkai.dekstore.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a database that may lose what it acknowledged. Looks at what counts for the session, so
 * that settings of a role or of a database are seen too.
 */
final class Durability {
  private static final String POSTGRESQL = "PostgreSQL";
  private static final String SETTINGS =
      "select name, setting, source from pg_settings"
          + " where name in ('fsync', 'full_page_writes', 'synchronous_commit') order by name";

  /**
   * Holds until the end of the transaction, whatever the session was set to meanwhile. Whoever
   * waits longer for a lock waits for a process that stands still.
   */
  private static final String COMMIT_DURABLY =
      "set local synchronous_commit = on; set local lock_timeout = '1min'";

  private static final String UNLOGGED =
      "select string_agg(relname, ', ' order by relname) from pg_class"
          + " where relnamespace = current_schema()::regnamespace and relpersistence <> 'p'"
          + " and relname in ('dek', 'kek', 'dek_store', 'dek_node')";
  private static final String H2_DELAY =
      "select setting_value from information_schema.settings where setting_name = 'WRITE_DELAY'";

  private Durability() {}

  /** Looks at the database's settings. */
  static void require(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (isPostgreSql(connection)) {
        postgresql(statement);
      } else if (connection.getMetaData().getDatabaseProductName().equals("H2")) {
        h2(statement);
      } else {
        throw new StoreException(
            "The DEK store is kept in PostgreSQL, or in H2 for development and tests; this is "
                + connection.getMetaData().getDatabaseProductName(),
            null);
      }
    }
  }

  /** Looks at the tables, once they are made. */
  static void requireLogged(Connection connection) throws SQLException {
    if (!isPostgreSql(connection)) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      String unlogged = one(statement, UNLOGGED);
      if (unlogged != null) {
        throw new StoreException(
            "PostgreSQL empties unlogged tables after a crash, and these are: "
                + unlogged
                + "; run  alter table NAME set logged",
            null);
      }
    }
  }

  /** At the start of a transaction that writes. */
  static void commitDurably(Connection connection) throws SQLException {
    if (isPostgreSql(connection)) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(COMMIT_DURABLY);
      }
    }
  }

  /** What makes all queries of a transaction see one moment; H2 needs more for it. */
  static int snapshotIsolation(Connection connection) throws SQLException {
    return isPostgreSql(connection)
        ? Connection.TRANSACTION_REPEATABLE_READ
        : Connection.TRANSACTION_SERIALIZABLE;
  }

  static boolean isPostgreSql(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseProductName().equals(POSTGRESQL);
  }

  private static void postgresql(Statement statement) throws SQLException {
    List<String> wrong = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(SETTINGS)) {
      while (rows.next()) {
        if (rows.getString("setting").equals("off")) {
          wrong.add(
              String.format(
                  Locale.ROOT, "%s (by %s)", rows.getString("name"), rows.getString("source")));
        }
      }
    }
    if (!wrong.isEmpty()) {
      throw new StoreException(
          "PostgreSQL may lose DEKs that it acknowledged, and all data under them: "
              + String.join(", ", wrong)
              + " is off and must be on",
          null);
    }
  }

  private static void h2(Statement statement) throws SQLException {
    String delay = one(statement, H2_DELAY);
    if (delay != null && !delay.equals("0")) {
      throw new StoreException(
          "H2 may lose DEKs that it acknowledged: its WRITE_DELAY is "
              + delay
              + " and must be 0: add ;WRITE_DELAY=0 to the URL",
          null);
    }
  }

  private static @Nullable String one(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }
}
