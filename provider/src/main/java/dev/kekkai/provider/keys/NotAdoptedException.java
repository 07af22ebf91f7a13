package dev.kekkai.provider.keys;

import java.util.Locale;

/**
 * A KEK keeps the rules, but nobody adopted it, and {@code kek.trust = adopted} takes no other. So
 * it may be one that somebody made who has the PIN and should not.
 */
public final class NotAdoptedException extends RefusedKeyException {
  private static final long serialVersionUID = 1L;

  NotAdoptedException(KekRef ref) {
    super(
        String.format(
            Locale.ROOT,
            "Nobody adopted the key %s, and kek.trust = adopted takes no other. If it was made on"
                + " purpose, 'kekkai kek adopt %s' writes it to the file that kek.adopted names, which"
                + " every process needs; else find out who made it",
            ref,
            ref));
  }
}
