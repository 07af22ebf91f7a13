package dev.kekkai.keyserver;

import java.sql.SQLException;
import java.sql.SQLNonTransientException;

/** Tells a database that is away from one that is set up wrongly. */
final class DatabaseTrouble {
  private DatabaseTrouble() {}

  /** SQLState 08 is a connection that failed, 57P a server that stops or starts, 53 a full one. */
  static boolean mayPass(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLNonTransientException) {
        return false;
      }
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        String state = sql.getSQLState();
        return state.startsWith("08") || state.startsWith("57P") || state.startsWith("53");
      }
    }
    return false;
  }
}
