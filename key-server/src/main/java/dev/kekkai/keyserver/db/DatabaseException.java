package dev.kekkai.keyserver.db;

/**
 * The database can't be opened: it does not answer, or it may lose what it acknowledged. The
 * message holds neither URL nor password.
 */
public final class DatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DatabaseException(String message) {
    super(message);
  }

  DatabaseException(String message, Throwable cause) {
    super(message, cause);
  }
}
