package dev.kekkai.cryptoki;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One piece of work on another thread, with a caller that may leave before it is done.
 *
 * @param <T> what it returns
 */
final class Dispatched<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatched.class);

  private final Body<T> body;
  private final Deadline until;
  private final Deadline inside;
  private final AtomicReference<State> state = new AtomicReference<>(State.QUEUED);
  private final CountDownLatch done = new CountDownLatch(1);
  private @Nullable T value;
  private @Nullable Throwable failure;

  private enum State {
    QUEUED,
    RUNNING,
    DONE,
    /** Nobody wants the result any more, and the work is still under way. */
    ABANDONED,
    /** Nobody wanted it any more before it began. */
    DROPPED
  }

  /**
   * A piece of work.
   *
   * @param until when the caller leaves
   * @param inside when the work itself stops waiting for things
   */
  Dispatched(Body<T> body, Deadline until, Deadline inside) {
    this.body = body;
    this.until = until;
    this.inside = inside;
  }

  // --- For the caller -----------------------------------------------------------------------

  /** Whether it is done by the deadline. */
  boolean await() throws InterruptedException {
    return done.await(Math.max(0, until.nanosLeft()), TimeUnit.NANOSECONDS);
  }

  /** Leaves it; false when it is done, or had not begun and never will. */
  boolean abandon() {
    return !state.compareAndSet(State.QUEUED, State.DROPPED)
        && state.compareAndSet(State.RUNNING, State.ABANDONED);
  }

  boolean isDone() {
    return state.get() == State.DONE;
  }

  /** What it returned or threw, once it is done. */
  @SuppressWarnings("NullAway") // T may be a nullable type
  T result() throws TokenException {
    if (failure instanceof TokenException e) {
      throw e;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
    return value;
  }

  // --- For the thread that does it ----------------------------------------------------------

  /** Does it; false when its caller left meanwhile. */
  boolean run() {
    if (!state.compareAndSet(State.QUEUED, State.RUNNING)) {
      return true;
    }
    Deadline.enter(inside);
    try {
      value = body.run();
    } catch (TokenException | RuntimeException | Error e) {
      failure = e;
    } finally {
      Deadline.restore(null);
    }
    if (state.compareAndSet(State.RUNNING, State.DONE)) {
      done.countDown();
      return true;
    }
    try {
      body.dropped(value);
    } catch (RuntimeException e) {
      LOG.debug("What came of an abandoned call could not be thrown away: {}", e.toString());
    }
    return false;
  }

  /** Ends it unrun; only for what no thread can take any more. */
  void refuse() {
    failure = new TokenException("The token has been closed", false, null);
    if (state.compareAndSet(State.QUEUED, State.DONE)) {
      done.countDown();
    }
  }

  /**
   * The work.
   *
   * @param <T> what it returns
   */
  interface Body<T> {
    T run() throws TokenException;

    /** The caller left, and this came of it. */
    default void dropped(@Nullable T value) {}
  }
}
