package dev.kekkai.client;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Lets a warning through at most once an hour. Thread-safe. */
final class Hourly {

  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long NEVER = Long.MIN_VALUE;

  private final Clock clock;
  private final AtomicLong last = new AtomicLong(NEVER);

  Hourly(Clock clock) {
    this.clock = clock;
  }

  /** True once, and again an hour later; also when the clock was set back meanwhile. */
  boolean isDue() {
    long now = clock.millis();
    long before = last.get();
    boolean due = before == NEVER || now < before || now - before >= HOUR;
    return due && last.compareAndSet(before, now);
  }
}
