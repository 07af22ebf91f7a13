package dev.kekkai.cryptoki;

import org.jspecify.annotations.Nullable;

/**
 * The token is away and did not come back in time, or callers don't wait for it any more. The
 * message says since when, and what is done about it; {@link #retryable()} whether a retry can
 * help.
 */
public final class TokenUnavailableException extends TokenException {
  private static final long serialVersionUID = 1L;

  TokenUnavailableException(String message, boolean retryable, @Nullable Throwable cause) {
    super(message, retryable, cause);
  }
}
