package dev.kekkai.provider;

import java.security.ProviderException;
import org.jspecify.annotations.Nullable;

/**
 * An operation failed because of the token or the way to it, not because of what it was given.
 * Kekkai has tried again itself where that was safe and there was time.
 */
public final class TokenTroubleException extends ProviderException {
  private static final long serialVersionUID = 1L;

  /** Whether the same call may succeed later. */
  private final boolean retryable;

  /**
   * Makes one.
   *
   * @param message what went wrong, and whether a retry can help
   * @param retryable whether the same call may succeed later without anybody changing anything
   * @param cause what was caught, or null where it might tell of a ciphertext
   */
  public TokenTroubleException(String message, boolean retryable, @Nullable Throwable cause) {
    super(message, cause);
    this.retryable = retryable;
  }

  /**
   * Whether a retry can help.
   *
   * @return true when the same call may succeed later by itself
   */
  public boolean retryable() {
    return retryable;
  }
}
