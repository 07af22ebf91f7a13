package dev.kekkai.dekstore.column;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Work on a column can't be done, or was refused; the message says what would be right. Whatever
 * was committed before stays, and the work can be run again. No value of a column is in it.
 */
public final class ColumnException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Kind {
    /** What was asked for doesn't fit the database. */
    SETUP,
    /** The rows are not in a state in which this may be done. */
    REFUSED,
    /** The database failed, or others were in the way: trying again can help. */
    FAILED
  }

  /** Why it was not done. */
  private final Kind kind;

  ColumnException(Kind kind, String message) {
    this(kind, message, null);
  }

  private ColumnException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  static ColumnException setup(String message) {
    return new ColumnException(Kind.SETUP, message);
  }

  static ColumnException refused(String message) {
    return new ColumnException(Kind.REFUSED, message);
  }

  /** What the database said, without the details below the first line: they may show a row. */
  static ColumnException failed(String what, SQLException e) {
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("no message");
    SQLException told = new SQLException(message, e.getSQLState(), e.getErrorCode());
    told.setStackTrace(e.getStackTrace());
    return new ColumnException(
        Kind.FAILED, "The database could not " + what + ": " + message, told);
  }

  /**
   * Why.
   *
   * @return the kind
   */
  public Kind kind() {
    return kind;
  }
}
