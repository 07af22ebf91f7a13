package dev.kekkai.dekstore;

import dev.kekkai.provider.keys.KekRef;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * A KEK version is not in a state for what was asked, or DEKs depend on it; nothing was changed.
 */
public final class KekStateException extends StoreException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes one.
   *
   * @param message what stands against it, and what to do
   */
  public KekStateException(String message) {
    super(message, null);
  }

  /**
   * DEKs stand against destroying a version.
   *
   * @param ref the version
   * @param count how many DEKs depend on it
   * @param some ids of some of them
   * @return the exception
   */
  public static KekStateException dependents(KekRef ref, long count, List<UUID> some) {
    return new KekStateException(
        String.format(
            Locale.ROOT,
            "%d DEKs depend on %s, such as %s: enable it and wrap them anew ('kekkai kek rotate"
                + " %s'), or destroy them first",
            count,
            ref,
            some,
            ref.name()));
  }
}
