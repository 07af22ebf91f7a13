package dev.kekkai.cryptoki;

/**
 * A profile that was measured on one token is not used on another. Thrown before anybody logs in.
 */
public final class OtherTokenException extends TokenException {
  private static final long serialVersionUID = 1L;

  OtherTokenException(String message) {
    super(message, false, null);
  }
}
