package dev.kekkai.dekstore.column;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Changes of a table in use. They need a lock that every statement on the table stands in line
 * behind while it is waited for: so it is waited for briefly, and more than once.
 */
final class Ddl {
  private static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final String DEADLOCK = "40P01";
  private static final String BRIEFLY = "set local lock_timeout = '1s'";
  private static final int TRIES = 20;
  private static final Duration BETWEEN = Duration.ofMillis(500);

  private final ColumnDatabase database;
  private final String table;

  Ddl(ColumnDatabase database, String table) {
    this.database = database;
    this.table = table;
  }

  interface Change {
    void on(Connection connection) throws SQLException;
  }

  /** All of it or, on PostgreSQL, nothing. */
  void change(String what, Change change) {
    for (int i = 0; i < TRIES; i++) {
      if (i > 0) {
        ColumnPass.sleep(BETWEEN.toNanos());
      }
      if (database.transaction(what, connection -> tried(connection, change))) {
        return;
      }
    }
    throw ColumnException.refused(
        "Other transactions keep '"
            + table
            + "' locked, so that the database could not "
            + what
            + "; nothing was changed. Look for long ones in pg_stat_activity, then run it again");
  }

  private boolean tried(Connection connection, Change change) throws SQLException {
    if (!database.isPostgreSql()) {
      change.on(connection);
      return true;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(BRIEFLY);
      change.on(connection);
      return true;
    } catch (SQLException e) {
      if (LOCK_NOT_AVAILABLE.equals(e.getSQLState()) || DEADLOCK.equals(e.getSQLState())) {
        connection.rollback();
        return false;
      }
      throw e;
    }
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
