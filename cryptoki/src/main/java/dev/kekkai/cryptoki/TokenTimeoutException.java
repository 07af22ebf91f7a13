package dev.kekkai.cryptoki;

/**
 * The module did not answer by the caller's deadline. The call may still be under way; what comes
 * of it is thrown away.
 */
public final class TokenTimeoutException extends TokenException {
  private static final long serialVersionUID = 1L;

  TokenTimeoutException(String message) {
    super(message, true, null);
  }
}
