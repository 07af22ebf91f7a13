package dev.kekkai.provider.keys;

/**
 * A KEK keeps the rules, but nobody adopted it, and {@code kek.trust = adopted} takes no other. So
 * it may be one that somebody made who has the PIN and should not.
 */
public final class NotAdoptedException extends RefusedKeyException {
  private static final long serialVersionUID = 1L;

  NotAdoptedException(String message) {
    super(message);
  }
}
