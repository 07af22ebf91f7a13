package dev.kekkai.cryptoki;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * So many a second and no more, all at once or one by one: for what bad input from outside may make
 * happen. Thread-safe.
 */
public final class Allowance {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final long each;

  /** Up to when all is used up; a whole second's worth is left when it lies a second back. */
  private final AtomicLong spent = new AtomicLong(System.nanoTime() - SECOND);

  /**
   * Begins with a second's worth.
   *
   * @param perSecond how many a second, 1 to 1,000,000
   */
  public Allowance(int perSecond) {
    this.each = SECOND / perSecond;
  }

  /**
   * Takes one.
   *
   * @return false when there is none left now
   */
  public boolean take() {
    while (true) {
      long now = System.nanoTime();
      long before = spent.get();
      long start = before - (now - SECOND) < 0 ? now - SECOND : before;
      if (start + each - now > 0) {
        return false;
      }
      if (spent.compareAndSet(before, start + each)) {
        return true;
      }
    }
  }
}
