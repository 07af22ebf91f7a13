package dev.kekkai.provider.keys;

import dev.kekkai.cryptoki.TokenException;

/** A DEK was used after its handle had been closed. */
public final class DekClosedException extends TokenException {
  private static final long serialVersionUID = 1L;

  DekClosedException() {
    super("This DEK has been closed; open its wrapped form again", false, null);
  }
}
