package dev.kekkai.keyserver.db;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a database that may lose what it acknowledged. Looks at what counts for the session
 * itself, so that settings of a role or of a database are seen too.
 */
final class Durability {
  private static final String SETTINGS =
      "select name, setting, source from pg_settings"
          + " where name in ('fsync', 'full_page_writes', 'synchronous_commit') order by name";
  private static final String COMMIT_NOW = "set synchronous_commit = on";
  private static final String COMMIT_SEEN = "show synchronous_commit";
  private static final String UNLOGGED =
      "select string_agg(relname, ', ' order by relname) from pg_class"
          + " where relnamespace = current_schema()::regnamespace and relpersistence <> 'p'"
          + " and relname in ('audit_chain', 'audit_entry', 'audit_seal', 'nonce', 'suspension')";
  private static final String H2_DELAY =
      "select setting_value from information_schema.settings where setting_name = 'WRITE_DELAY'";

  private Durability() {}

  /** For each new connection: two round trips. Leaves the session committing durably. */
  static void require(Connection connection, Dialect dialect) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (dialect == Dialect.H2) {
        h2(statement);
      } else {
        postgresql(statement);
      }
    }
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
      throw new UnsafeDatabaseException(
          "PostgreSQL may lose acknowledged audit entries: "
              + String.join(", ", wrong)
              + " is off and must be on");
    }
    statement.execute(COMMIT_NOW);
    String seen = one(statement, COMMIT_SEEN);
    if (!"on".equals(seen)) {
      throw new UnsafeDatabaseException(
          "PostgreSQL's synchronous_commit is " + seen + " although it was set to on");
    }
  }

  private static void h2(Statement statement) throws SQLException {
    String delay = one(statement, H2_DELAY);
    if (delay != null && !delay.equals("0")) {
      throw new UnsafeDatabaseException(
          "H2's WRITE_DELAY is "
              + delay
              + " and must be 0: it may lose acknowledged audit entries");
    }
  }

  /** Tables that PostgreSQL empties after a crash; looked at once they are made. */
  static void requireLogged(Connection connection, Dialect dialect) throws SQLException {
    if (dialect == Dialect.H2) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      String unlogged = one(statement, UNLOGGED);
      if (unlogged != null) {
        throw new UnsafeDatabaseException(
            "PostgreSQL empties unlogged tables after a crash, and these are: "
                + unlogged
                + "; run  alter table NAME set logged");
      }
    }
  }

  private static @Nullable String one(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }
}
