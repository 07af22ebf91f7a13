package dev.kekkai.cryptoki;

import org.jspecify.annotations.Nullable;

/**
 * The token did not let us in, or must not be asked. Whoever catches this must not try the same PIN
 * again: wrong tries lock tokens.
 */
public final class LoginException extends TokenException {
  private static final long serialVersionUID = 1L;

  LoginException(String message, @Nullable Throwable cause) {
    super(message, false, cause);
  }
}
