package dev.kekkai.client;

import org.jspecify.annotations.Nullable;

/**
 * A KEK set was not taken: no pinned seal key signed it, it is older than the one held, or it
 * differs from the one held under the same version. The one held stays in use.
 */
public final class KekSetRefusedException extends KekkaiClientException {

  private static final long serialVersionUID = 1L;

  KekSetRefusedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
