package dev.kekkai.cryptoki;

import java.time.Duration;
import java.util.Locale;

/** What somebody is told who waited for a session in vain. */
final class PoolExhaustion {
  private PoolExhaustion() {}

  /**
   * Says who had the sessions, and what would help.
   *
   * @param waited how long
   * @param byDeadline whether the caller had less time than {@code sessions.timeout}
   */
  static String message(Duration waited, boolean byDeadline, SessionPool pool, Borrowers before) {
    String longest = before.still();
    int bound = pool.bound();
    return String.format(
        Locale.ROOT,
        "No PKCS#11 session became free within %d ms: %d of %d in use, %d threads waiting; %s. %s,"
            + " or %s",
        waited.toMillis(),
        pool.lentCount(),
        bound,
        pool.waiting(),
        longest.isEmpty() ? "none was kept all that time" : "kept all that time by " + longest,
        bound < pool.max()
            ? "The token has no more sessions for this process now: close some elsewhere"
            : "Raise sessions.max if the token allows more",
        byDeadline ? "give the call more time" : "sessions.timeout");
  }
}
