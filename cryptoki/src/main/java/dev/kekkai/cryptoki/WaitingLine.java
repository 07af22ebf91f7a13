package dev.kekkai.cryptoki;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that wait for a session, in the order of arrival; the first of them gets the next one.
 * Thread-safe.
 *
 * <p>A session that changes threads at every give back costs two switches of threads for each
 * operation, some twenty times what a short operation takes. So those who have sessions may keep
 * them for a {@link #TURN}, counted from when somebody became first. The first looks for himself
 * when it is over: a session may lie there that was given back before.
 */
final class WaitingLine {
  /** In nanoseconds: a few switches of threads. */
  static final long TURN = TimeUnit.MICROSECONDS.toNanos(100);

  /** More than there can be threads. */
  private static final int FLOOD = 1 << 24;

  private final Semaphore first = new Semaphore(1, true);
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile long firstSince = System.nanoTime();

  /** How many threads wait, or are about to. */
  int waiting() {
    return waiting.get();
  }

  /** Whether the first has waited long enough. */
  boolean turnIsOver() {
    return System.nanoTime() - firstSince >= TURN;
  }

  /** Counts this thread among those who wait, until the place is closed. */
  Place enter() {
    waiting.incrementAndGet();
    return new Place();
  }

  /** There is nothing to wait for any more: everybody is first. */
  void flood() {
    first.release(FLOOD);
  }

  /** One thread's place. */
  final class Place implements AutoCloseable {
    private boolean isFirst;

    /** Becomes the first if nobody else is there. */
    boolean tryBeFirst() {
      return !first.hasQueuedThreads() && became(first.tryAcquire());
    }

    /** Becomes the first in turn, or is it already. */
    boolean beFirst(long atMostNanos) throws InterruptedException {
      return isFirst || became(first.tryAcquire(atMostNanos, TimeUnit.NANOSECONDS));
    }

    private boolean became(boolean now) {
      if (now) {
        isFirst = true;
        firstSince = System.nanoTime();
      }
      return now;
    }

    @Override
    public void close() {
      waiting.decrementAndGet();
      if (isFirst) {
        first.release();
      }
    }
  }
}
