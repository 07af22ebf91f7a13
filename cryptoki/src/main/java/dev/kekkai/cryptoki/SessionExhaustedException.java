package dev.kekkai.cryptoki;

/** No session became free within the time allowed; the message says who holds them. */
public final class SessionExhaustedException extends TokenException {
  private static final long serialVersionUID = 1L;

  SessionExhaustedException(String message) {
    super(message, true, null);
  }
}
