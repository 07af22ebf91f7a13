package dev.kekkai.cryptoki;

import java.time.Duration;

/**
 * When to try again to get a token back: after a tenth of the time that it has been away, at least
 * 100 ms and at most 30 s. So whatever an outage lasts, its end is noticed within a tenth of that,
 * and a long one costs few attempts.
 */
public final class BackOff {
  /** Shortest pause. */
  public static final Duration LEAST = Duration.ofMillis(100);

  /** Longest pause. */
  public static final Duration MOST = Duration.ofSeconds(30);

  private static final int PART = 10;

  private BackOff() {}

  /**
   * The pause after a failed attempt.
   *
   * @param outageNanos how long it has been away, in nanoseconds
   * @return nanoseconds
   */
  public static long nanosAfter(long outageNanos) {
    return Math.min(MOST.toNanos(), Math.max(LEAST.toNanos(), outageNanos / PART));
  }
}
