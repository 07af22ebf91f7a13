package dev.kekkai.keyserver.chore;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When something that has to be done again and again was done last, by a clock that nobody sets.
 * Thread-safe.
 */
public final class LastDone {
  private final LongSupplier nanos;
  private final long mostNanos;
  private volatile long last;

  /**
   * Counts as done now.
   *
   * @param most how long ago it may have been done
   */
  public LastDone(Duration most) {
    this(most, System::nanoTime);
  }

  /**
   * Counts as done now.
   *
   * @param most how long ago it may have been done
   * @param nanos the time as {@link System#nanoTime} has it
   */
  public LastDone(Duration most, LongSupplier nanos) {
    this.nanos = nanos;
    this.mostNanos = most.toNanos();
    this.last = nanos.getAsLong();
  }

  /**
   * The time, for {@link #doneAt}.
   *
   * @return nanoseconds since some time
   */
  public long now() {
    return nanos.getAsLong();
  }

  /**
   * It was done.
   *
   * @param began {@link #now} when that was begun: what was seen may be as old as that
   */
  public void doneAt(long began) {
    last = began;
  }

  /**
   * Whether it was done so lately as it has to be.
   *
   * @return false when it is overdue
   */
  public boolean isRecent() {
    return nanos.getAsLong() - last <= mostNanos;
  }
}
