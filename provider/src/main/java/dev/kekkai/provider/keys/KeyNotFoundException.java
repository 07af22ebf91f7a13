package dev.kekkai.provider.keys;

import dev.kekkai.cryptoki.TokenException;

/** The token has no key of that name, or none we can see with this login. */
public final class KeyNotFoundException extends TokenException {
  private static final long serialVersionUID = 1L;

  KeyNotFoundException(String message) {
    super(message, false, null);
  }
}
