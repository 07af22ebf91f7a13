package dev.kekkai.cryptoki;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The rights to have a session, as many as there may be sessions. Who waits for one stands in the
 * {@link WaitingLine}, so one thread at a time waits here. Some can be withheld for a time, when
 * the token has fewer sessions than we thought. Thread-safe.
 */
final class Permits {
  /** More than there can be threads. */
  private static final int FLOOD = 1 << 24;

  private final int max;
  private final Semaphore free;
  private final AtomicInteger withheld = new AtomicInteger();
  private volatile boolean flooded;

  Permits(int max) {
    this.max = max;
    this.free = new Semaphore(max);
  }

  /** How many there are, those that are withheld left out. */
  int bound() {
    return max - withheld.get();
  }

  boolean tryTake() {
    return free.tryAcquire();
  }

  boolean take(long atMostNanos) throws InterruptedException {
    return free.tryAcquire(atMostNanos, TimeUnit.NANOSECONDS);
  }

  void give() {
    free.release();
  }

  /** Keeps one back that the caller has. */
  void withhold() {
    withheld.incrementAndGet();
    if (flooded) {
      restoreAll();
    }
  }

  /** Gives out again one of those that are withheld. */
  void restoreOne() {
    int now = withheld.get();
    if (now > 0 && withheld.compareAndSet(now, now - 1)) {
      free.release();
    }
  }

  private void restoreAll() {
    free.release(withheld.getAndSet(0));
  }

  /** There is one for everybody from now on. Once only. */
  void flood() {
    flooded = true;
    restoreAll();
    free.release(FLOOD);
  }

  /** After {@link #flood}: waits until nobody has one. */
  boolean awaitAll(long atMostNanos) throws InterruptedException {
    int all = FLOOD + max;
    if (!free.tryAcquire(all, atMostNanos, TimeUnit.NANOSECONDS)) {
      return false;
    }
    free.release(all);
    return true;
  }
}
