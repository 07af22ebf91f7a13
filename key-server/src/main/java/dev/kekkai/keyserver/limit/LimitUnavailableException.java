package dev.kekkai.keyserver.limit;

/** The database that nonces and quotas are in does not answer. */
public final class LimitUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * With a reason.
   *
   * @param message what went wrong, for the server's log
   * @param cause what the database said
   */
  public LimitUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  /** For a failure that comes wrapped by who runs batches: what the database said is inside. */
  static LimitUnavailableException of(String what, RuntimeException e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new LimitUnavailableException(
        "The database's " + what + " can't be used: " + root.getMessage(), e);
  }
}
