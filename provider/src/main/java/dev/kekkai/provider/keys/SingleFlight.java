package dev.kekkai.provider.keys;

import dev.kekkai.cryptoki.TokenException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Something that many threads need and one does, on a thread of its own where it may hang: the
 * others wait for it within their deadline. Thread-safe.
 *
 * @param <T> what it brings
 */
final class SingleFlight<T> {
  private final Flight<T> flight;
  private final boolean aside;
  private final Duration deadline;
  private final AtomicReference<@Nullable FutureTask<T>> current = new AtomicReference<>();

  /**
   * Does nothing yet.
   *
   * @param aside whether it may hang, so that callers don't do it themselves
   * @param deadline how long a caller waits
   */
  SingleFlight(Flight<T> flight, boolean aside, Duration deadline) {
    this.flight = flight;
    this.aside = aside;
    this.deadline = deadline;
  }

  T get() throws TokenException {
    FutureTask<T> mine = new FutureTask<>(flight::run);
    FutureTask<T> now = current.compareAndExchange(null, mine);
    if (now == null) {
      now = mine;
      start(mine);
    }
    try {
      return now.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (TimeoutException e) {
      throw new TokenException(
          "The PKCS#11 module did not answer by the deadline, while it was being connected",
          true,
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TokenException("Interrupted while waiting for the token", true, e);
    } finally {
      if (now.isDone()) {
        current.compareAndSet(now, null);
      }
    }
  }

  private void start(FutureTask<T> task) {
    if (!aside) {
      task.run();
      return;
    }
    Thread thread = new Thread(null, task, "kekkai-connect", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.start();
  }

  private static TokenException failure(@Nullable Throwable cause) {
    if (cause instanceof RuntimeException e) {
      throw e;
    }
    if (cause instanceof Error e) {
      throw e;
    }
    return cause instanceof TokenException e
        ? e
        : new TokenException(String.valueOf(cause), false, cause);
  }

  /** What one thread does for all. */
  interface Flight<T> {
    T run() throws TokenException;
  }
}
