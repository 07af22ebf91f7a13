package dev.kekkai.provider.keys;

import dev.kekkai.cryptoki.TokenException;
import java.util.Locale;

/** A DEK has done as many encryptions as its budget allows; it still decrypts. */
public final class DekExhaustedException extends TokenException {
  private static final long serialVersionUID = 1L;

  DekExhaustedException(long budget) {
    super(
        String.format(
            Locale.ROOT,
            "This DEK has done the %d encryptions that its budget allows (dek.max-uses; SP 800-38D"
                + " allows 2^32 under one key over all hosts). Make a new DEK; this one still"
                + " decrypts",
            budget),
        false,
        null);
  }
}
