package dev.kekkai.keyserver.access;

/**
 * The request can't be served now: the HSM or the audit log is away, or there is too much to do. It
 * may be sent again later, or to another server.
 */
public final class UnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * With a reason.
   *
   * @param message what is away, for the server's log
   * @param cause what was caught
   */
  public UnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * With a reason.
   *
   * @param message what is away, for the server's log
   */
  public UnavailableException(String message) {
    super(message);
  }
}
