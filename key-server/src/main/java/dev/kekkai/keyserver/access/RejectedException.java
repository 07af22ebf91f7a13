package dev.kekkai.keyserver.access;

/**
 * A request of nobody: it has not been shown whose it is, or it was sent before. Reason and detail
 * are for the server's log; whoever sent it hears nothing of them.
 */
public final class RejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  /**
   * With a reason.
   *
   * @param reason a fixed word, such as {@code replayed}
   * @param detail what was wrong; quotes nothing of the request but short ids
   */
  public RejectedException(String reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  /**
   * Why, in one word.
   *
   * @return one of a fixed set
   */
  public String reason() {
    return reason;
  }
}
