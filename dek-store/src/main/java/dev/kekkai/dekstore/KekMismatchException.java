package dev.kekkai.dekstore;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.keys.KekRef;
import java.util.Locale;

/** An object on the token has a KEK's label, but is not that KEK; it was not used. */
public final class KekMismatchException extends TokenException {
  private static final long serialVersionUID = 1L;

  KekMismatchException(KekRef ref, String why) {
    super(
        String.format(
            Locale.ROOT,
            "The key %s on the token is not the one this store was set up with: %s. Connect the"
                + " right token, or the store that belongs to this one",
            ref,
            why),
        false,
        null);
  }
}
