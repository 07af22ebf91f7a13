package dev.kekkai.client;

/**
 * The key server did not take the request as such: malformed, too large, or of a kind it does not
 * know. Trying again does not help; client and server may be of versions that don't fit.
 */
public final class RequestRefusedException extends KeyServerException {

  private static final long serialVersionUID = 1L;

  /** The HTTP status. */
  private final int status;

  RequestRefusedException(int status, String what) {
    super("The key server refused the request: " + what + " (HTTP " + status + ")", null);
    this.status = status;
  }

  /**
   * What the server answered.
   *
   * @return the HTTP status: 400, 404, 405, 413, 415 or 431
   */
  public int status() {
    return status;
  }
}
