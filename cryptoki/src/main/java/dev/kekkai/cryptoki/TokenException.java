package dev.kekkai.cryptoki;

import org.jspecify.annotations.Nullable;

/**
 * Something between us and the token went wrong. The message says what, and what to do where that
 * is known; it never holds a PIN or key bytes.
 */
public class TokenException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Whether the same call may succeed later by itself. */
  private final boolean retryable;

  /** What the module answered, where callers may not see it. */
  private final transient @Nullable CryptokiException hidden;

  /**
   * Makes one.
   *
   * @param message what went wrong and what would be right
   * @param retryable whether the same call may succeed later without anybody changing anything
   * @param cause what was caught, or null
   */
  public TokenException(String message, boolean retryable, @Nullable Throwable cause) {
    super(message, cause);
    this.retryable = retryable;
    this.hidden = null;
  }

  /**
   * Makes one that tells callers less than it knows; a retry can't help. What the module answered
   * is for {@link Token} alone, which has to know what it says of the session and of the token.
   *
   * @param message all that callers may know
   * @param answer what the module answered
   */
  protected TokenException(String message, CryptokiException answer) {
    super(message, null);
    this.retryable = false;
    this.hidden = answer;
  }

  /** What the module answered; null when this is about something else. */
  final @Nullable CryptokiException answer() {
    return this instanceof CryptokiException c ? c : hidden;
  }

  /**
   * Whether a retry can help.
   *
   * @return true when the same call may succeed later by itself
   */
  public final boolean retryable() {
    return retryable;
  }
}
