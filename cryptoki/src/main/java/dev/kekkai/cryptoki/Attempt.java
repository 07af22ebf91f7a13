package dev.kekkai.cryptoki;

/**
 * An operation that may be run again when it failed: what it did before is undone, without effect,
 * or the same once more. It looks keys and sessions up anew each time.
 *
 * @param <T> what it returns
 * @param <X> what it throws besides
 */
@FunctionalInterface
public interface Attempt<T, X extends Exception> {
  /**
   * Runs it.
   *
   * @return the result
   * @throws TokenException when it fails
   * @throws X when it fails for a reason that has nothing to do with the token
   */
  T run() throws TokenException, X;
}
