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
