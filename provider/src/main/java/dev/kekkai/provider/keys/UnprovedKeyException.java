package dev.kekkai.provider.keys;

import dev.kekkai.cryptoki.TokenException;
import java.util.Locale;

/**
 * Whether a key is the KEK meant could not be told: the token's answer is one that it gives to a
 * blob of another key, and in trouble too. A retry may tell.
 */
public final class UnprovedKeyException extends TokenException {
  private static final long serialVersionUID = 1L;

  UnprovedKeyException(KekRef ref) {
    super(
        String.format(
            Locale.ROOT,
            "The KEK %s could not be proved: the token's answer may mean that it is in trouble, or"
                + " that another key has the KEK's label and id. A retry can tell",
            ref),
        true,
        null);
  }
}
