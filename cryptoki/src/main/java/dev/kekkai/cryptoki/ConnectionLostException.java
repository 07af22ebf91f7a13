package dev.kekkai.cryptoki;

/**
 * The sessions of this connection were given up, because the token did not answer any more; a new
 * connection may be up already, so the same call can succeed.
 */
public final class ConnectionLostException extends TokenException {
  private static final long serialVersionUID = 1L;

  ConnectionLostException() {
    super("The connection to the token was lost", true, null);
  }
}
