package dev.kekkai.client;

import java.time.Duration;

/** When one call has to be done, by the clock that never jumps. Thread-safe. */
final class Deadline {

  private final Duration allowed;
  private final long end;

  private Deadline(Duration allowed) {
    this.allowed = allowed;
    this.end = System.nanoTime() + allowed.toNanos();
  }

  static Deadline in(Duration allowed) {
    return new Deadline(allowed);
  }

  /** What is left; zero or negative when it is over. */
  long remainingNanos() {
    return end - System.nanoTime();
  }

  /** What there was at the beginning. */
  Duration allowed() {
    return allowed;
  }
}
