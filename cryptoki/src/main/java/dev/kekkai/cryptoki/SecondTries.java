package dev.kekkai.cryptoki;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many failures may be tried a second time: a hundred at once and a hundred a second, so that a
 * flood of bad input costs no more than that.
 */
final class SecondTries {
  private static final int MOST = 100;
  private static final long EACH = TimeUnit.SECONDS.toNanos(1) / MOST;

  /** Up to when they are used up; a hundred are left when it lies a second in the past. */
  private final AtomicLong spent = new AtomicLong(System.nanoTime() - MOST * EACH);

  boolean take() {
    while (true) {
      long now = System.nanoTime();
      long before = spent.get();
      long start = Math.max(before, now - MOST * EACH);
      if (start + EACH - now > 0) {
        return false;
      }
      if (spent.compareAndSet(before, start + EACH)) {
        return true;
      }
    }
  }
}
