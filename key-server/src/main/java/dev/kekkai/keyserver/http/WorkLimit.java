package dev.kekkai.keyserver.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/**
 * So many requests are worked on at a time, and so many more wait; what is beyond that is refused
 * at once. Work that need not wait is done by the thread that brings it. Thread-safe.
 */
final class WorkLimit {
  private final Executor executor;
  private final int most;
  private final int mostWaiting;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private int running;

  /**
   * With two limits.
   *
   * @param executor does what waited
   * @param most how much at a time
   * @param mostWaiting how much waits
   */
  WorkLimit(Executor executor, int most, int mostWaiting) {
    this.executor = executor;
    this.most = most;
    this.mostWaiting = mostWaiting;
  }

  /** Does work, now or when it is its turn; false when there is no room for it. */
  boolean submit(Runnable work) {
    synchronized (this) {
      if (running >= most) {
        return waiting.size() < mostWaiting && waiting.add(work);
      }
      running++;
    }
    run(work);
    return true;
  }

  private void run(Runnable work) {
    try {
      work.run();
    } finally {
      Runnable next;
      synchronized (this) {
        next = waiting.poll();
        if (next == null) {
          running--;
        }
      }
      if (next != null) {
        executor.execute(() -> run(next));
      }
    }
  }

  synchronized int running() {
    return running;
  }

  synchronized int waiting() {
    return waiting.size();
  }
}
