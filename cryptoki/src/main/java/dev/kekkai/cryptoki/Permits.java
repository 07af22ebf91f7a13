package dev.kekkai.cryptoki;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The rights to have a session, as many as there may be sessions. Who waits for one gets it in the
 * order of arrival. Thread-safe.
 *
 * <p>A right can be withheld for a time, when the token has fewer sessions than we thought.
 */
final class Permits {
  /** More than there can be threads. */
  private static final int FLOOD = 1 << 24;

  private final int max;
  private final Semaphore free;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger withheld = new AtomicInteger();
  private volatile boolean flooded;

  Permits(int max) {
    this.max = max;
    this.free = new Semaphore(max, true);
  }

  /** How many there are, those that are withheld left out. */
  int bound() {
    return max - withheld.get();
  }

  /** How many threads wait, or are about to. */
  int waiting() {
    return waiting.get();
  }

  /** From now on this thread counts among those who wait; {@link #leave} must follow. */
  void announce() {
    waiting.incrementAndGet();
  }

  void leave() {
    waiting.decrementAndGet();
  }

  /**
   * Takes one that nobody waits for. It looks at the queue itself, because {@link
   * Semaphore#tryAcquire()} overtakes who waits, and with a time of zero it fails in a thread that
   * was interrupted.
   */
  boolean tryTake() {
    return !free.hasQueuedThreads() && free.tryAcquire();
  }

  /** Takes one in turn. */
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
      giveBackWithheld();
    }
  }

  /** Gives out again one of those that are withheld. */
  void restoreOne() {
    int now = withheld.get();
    if (now > 0 && withheld.compareAndSet(now, now - 1)) {
      free.release();
    }
  }

  /** Lets everybody through from now on, who waits at once. Once only. */
  void flood() {
    flooded = true;
    giveBackWithheld();
    free.release(FLOOD);
  }

  private void giveBackWithheld() {
    free.release(withheld.getAndSet(0));
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
