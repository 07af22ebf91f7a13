package dev.kekkai.dekstore;

import dev.kekkai.cryptoki.TokenException;
import java.util.Locale;

/** The DEK store says that a KEK version neither wraps nor unwraps; it was not used. */
public final class KekDisabledException extends TokenException {
  private static final long serialVersionUID = 1L;

  KekDisabledException(KekRecord kek) {
    super(
        String.format(
            Locale.ROOT,
            "%s is %s in the DEK store: what is under it is not unwrapped%s",
            kek.ref(),
            kek.state().id(),
            kek.state() == KekState.DISABLED
                ? ". 'kekkai kek enable " + kek.ref() + "' takes that back"
                : ""),
        false,
        null);
  }
}
