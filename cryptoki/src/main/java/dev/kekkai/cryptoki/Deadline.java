package dev.kekkai.cryptoki;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Until when a caller wants an answer. Operations take the configured {@code deadline} unless the
 * caller gives another one with {@link #within}. Counted from the start of {@code within}, or of a
 * dispatched call; for direct calls from the first sign of trouble, because looking at the clock
 * for each call would cost more than some calls.
 */
public final class Deadline {
  private static final ThreadLocal<@Nullable Deadline> CURRENT = new ThreadLocal<>();

  private final long nanos;

  private Deadline(long nanos) {
    this.nanos = nanos;
  }

  /**
   * Runs something of which every operation must be done in time.
   *
   * @param <T> what it returns
   * @param time how long it may take; longer than zero
   * @param work what to run, on this thread
   * @return what it returned
   * @throws IllegalArgumentException when there is no time at all
   * @throws Exception what it throws
   */
  public static <T> T within(Duration time, Callable<T> work) throws Exception {
    if (time.isZero() || time.isNegative()) {
      throw new IllegalArgumentException("A deadline is longer than zero, not " + time);
    }
    Deadline outer = CURRENT.get();
    Deadline own = after(time);
    CURRENT.set(outer != null && outer.nanos - own.nanos < 0 ? outer : own);
    try {
      return work.call();
    } finally {
      restore(outer);
    }
  }

  /**
   * Makes a deadline hold for this thread from now on, unless the caller has given one.
   *
   * @param usual the configured deadline
   * @return ends it; to be closed by this thread
   */
  public static Scope begin(Duration usual) {
    Deadline outer = CURRENT.get();
    if (outer == null) {
      CURRENT.set(after(usual));
    }
    return new Scope(outer);
  }

  /** Ends what {@link #begin} began. */
  public static final class Scope implements AutoCloseable {
    private final @Nullable Deadline outer;

    private Scope(@Nullable Deadline outer) {
      this.outer = outer;
    }

    /**
     * Time left.
     *
     * @return nanoseconds, zero when there is none
     */
    public long nanosLeft() {
      Deadline now = CURRENT.get();
      return now == null ? 0 : Math.max(0, now.nanosLeft());
    }

    @Override
    public void close() {
      restore(outer);
    }
  }

  /** The caller's own, if there is one. */
  static @Nullable Deadline current() {
    return CURRENT.get();
  }

  static Deadline after(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** The caller's own, or one that begins now. */
  static Deadline currentOr(Duration usual) {
    Deadline given = CURRENT.get();
    return given != null ? given : after(usual);
  }

  /** Holds for this thread until {@link #restore}. */
  static void enter(Deadline own) {
    CURRENT.set(own);
  }

  static void restore(@Nullable Deadline outer) {
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
  }

  /** The same, a little earlier. */
  Deadline earlier(Duration by) {
    return new Deadline(nanos - by.toNanos());
  }

  /** At most zero when it is over. */
  long nanosLeft() {
    return nanos - System.nanoTime();
  }

  boolean isOver() {
    return nanosLeft() <= 0;
  }
}
