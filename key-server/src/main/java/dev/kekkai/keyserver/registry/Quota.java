package dev.kekkai.keyserver.registry;

import java.time.Duration;

/**
 * How many items a client may have opened or resealed under one KEK: a token bucket, full at first,
 * refilled evenly.
 *
 * @param capacity how many at once, 1 to 1,000,000,000
 * @param refill how many come back in each period, 1 to 1,000,000,000
 * @param period the period, 1 second to 31 days
 */
public record Quota(long capacity, long refill, Duration period) {
  static final long MOST = 1_000_000_000;
  static final Duration SHORTEST = Duration.ofSeconds(1);
  static final Duration LONGEST = Duration.ofDays(31);

  /**
   * Checks the bounds.
   *
   * @param capacity how many at once
   * @param refill how many come back in each period
   * @param period the period
   * @throws IllegalArgumentException when one of them is out of bounds
   */
  public Quota {
    if (capacity < 1
        || capacity > MOST
        || refill < 1
        || refill > MOST
        || period.compareTo(SHORTEST) < 0
        || period.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "A quota has a capacity and a refill of 1 to 1,000,000,000 and a period of 1 s to 31 d,"
              + " not "
              + capacity
              + ", "
              + refill
              + ", "
              + period);
    }
  }
}
