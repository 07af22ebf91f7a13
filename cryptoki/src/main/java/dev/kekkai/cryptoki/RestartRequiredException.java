package dev.kekkai.cryptoki;

import org.jspecify.annotations.Nullable;

/** Nothing that may be done in this process brings the token back; the message says why. */
public final class RestartRequiredException extends TokenException {
  private static final long serialVersionUID = 1L;

  RestartRequiredException(String reason, @Nullable Throwable cause) {
    super(
        reason + ". Restart this process; it is looked whether the trouble ends by itself",
        false,
        cause);
  }
}
