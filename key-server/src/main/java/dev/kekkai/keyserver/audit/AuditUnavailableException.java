package dev.kekkai.keyserver.audit;

/** The audit log can't be written, so nothing is decrypted. */
public final class AuditUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * Without a cause.
   *
   * @param message what went wrong, for the server's log
   */
  public AuditUnavailableException(String message) {
    super(message);
  }

  /**
   * With a reason.
   *
   * @param message what went wrong, for the server's log
   * @param cause what the database said
   */
  public AuditUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
