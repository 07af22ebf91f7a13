package dev.kekkai.keyserver.db;

import java.sql.SQLNonTransientException;

/** The database is set up so that it may lose what it acknowledged. Says what to set. */
final class UnsafeDatabaseException extends SQLNonTransientException {
  private static final long serialVersionUID = 1L;

  UnsafeDatabaseException(String message) {
    super(message);
  }
}
