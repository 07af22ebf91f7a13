package dev.kekkai.provider.keys;

import dev.kekkai.cryptoki.TokenException;
import org.jspecify.annotations.Nullable;

/**
 * A key is not used, for a reason that lies in the key, in another one of its label, or in what
 * vouches for it. The token is in order, so a retry doesn't help; which attribute breaks which rule
 * is for {@link UnfitKeyException} to say.
 */
public sealed class RefusedKeyException extends TokenException permits NotAdoptedException {
  private static final long serialVersionUID = 1L;

  RefusedKeyException(String message) {
    this(message, null);
  }

  RefusedKeyException(String message, @Nullable Throwable cause) {
    super(message, false, cause);
  }
}
