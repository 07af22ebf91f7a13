package dev.kekkai.cryptoki;

/**
 * The connection to the token that this work ran on is over. Nothing was passed to the module; the
 * same work can run on the next connection.
 */
public final class ConnectionLostException extends TokenException {
  private static final long serialVersionUID = 1L;

  ConnectionLostException() {
    super("The connection to the token was lost", true, null);
  }
}
