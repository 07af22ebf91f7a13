package dev.kekkai.keyserver.chore;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Says something at most every ten seconds, and how often it was not said. Thread-safe. */
public final class Seldom {
  private static final long PAUSE_NANOS = 10_000_000_000L;

  private final AtomicLong last = new AtomicLong(System.nanoTime() - PAUSE_NANOS);
  private final AtomicLong unsaid = new AtomicLong();

  /** Nothing was said yet. */
  public Seldom() {}

  /**
   * Says it, or counts it.
   *
   * @param saying is given how often it was not said since the last time
   */
  public void run(LongConsumer saying) {
    long before = last.get();
    long now = System.nanoTime();
    if (now - before >= PAUSE_NANOS && last.compareAndSet(before, now)) {
      saying.accept(unsaid.getAndSet(0));
    } else {
      unsaid.incrementAndGet();
    }
  }
}
