package dev.kekkai.provider;

import dev.kekkai.cryptoki.TokenListener;
import dev.kekkai.provider.keys.KekRef;

/**
 * Hears what a provider does and what happens to its token, see {@link KekkaiProvider#addListener}.
 * Called by whatever thread it happens on, in the middle of an operation, so it must be thread-safe
 * and quick, and must not use the provider. What it throws is logged once for its class and
 * ignored. Nothing it is told holds a secret.
 */
public interface KekkaiListener extends TokenListener {
  /**
   * An operation ended. Waiting for a session and repeating after a recovery are part of it.
   *
   * @param what what was asked for
   * @param place where it ran
   * @param outcome how it ended
   * @param nanos how long it took, in nanoseconds
   */
  default void operation(Operation what, Place place, Outcome outcome, long nanos) {}

  /**
   * A DEK's use budget passes 80, 95 or 100 %. Told once for each handle and threshold. Threads
   * take their uses from the budget in shares, so up to 64 of those counted here for each of them
   * may still be to come.
   *
   * @param kek the KEK of the DEK
   * @param percent the threshold: 80, 95 or 100
   * @param used uses taken from the budget
   * @param max uses there are in all
   */
  default void budget(KekRef kek, int percent, long used, long max) {}
}
