package dev.kekkai.keyserver.audit.format;

/** Bytes or a line of an audit log that are not what they have to be. Says what is wrong. */
public final class AuditFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * Without a cause.
   *
   * @param message what is wrong
   */
  public AuditFormatException(String message) {
    super(message);
  }

  /**
   * With a cause.
   *
   * @param message what is wrong
   * @param cause what was caught
   */
  public AuditFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
