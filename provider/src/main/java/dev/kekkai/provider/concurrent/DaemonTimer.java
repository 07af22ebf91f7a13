package dev.kekkai.provider.concurrent;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Does short things later, on daemon threads that start with the first of them and end when there
 * are none left. It has two threads: a module that hangs while an object is destroyed holds up one
 * of them, and no other (objects that come after it are queued by the session that owns them).
 */
public final class DaemonTimer {
  private static final ScheduledThreadPoolExecutor TIMER = make();

  /** Between two beats, in nanoseconds. */
  private static final long BEAT = 1_000_000_000L;

  /** Whether a beat is waiting. */
  private static final AtomicBoolean BEATING = new AtomicBoolean();

  private DaemonTimer() {}

  /**
   * Does something once.
   *
   * @param nanos how long from now, in nanoseconds
   * @param task what to do; the timer holds on to it until then, or until it is cancelled
   * @return to cancel it with
   */
  public static Future<?> after(long nanos, Runnable task) {
    if (nanos > BEAT) {
      startBeat();
    }
    return TIMER.schedule(task, nanos, TimeUnit.NANOSECONDS);
  }

  /**
   * What comes first in the queue wakes a thread, which costs more than unwrapping a key where keys
   * come and go one by one. So a beat comes first, once a second while anything else is waiting.
   */
  private static void startBeat() {
    if (!BEATING.get() && BEATING.compareAndSet(false, true)) {
      boolean started = false;
      try {
        started = !TIMER.schedule(DaemonTimer::beat, BEAT, TimeUnit.NANOSECONDS).isCancelled();
      } finally {
        if (!started) {
          BEATING.set(false);
        }
      }
    }
  }

  private static void beat() {
    BEATING.set(false);
    if (!TIMER.getQueue().isEmpty()) {
      startBeat();
    }
  }

  private static ScheduledThreadPoolExecutor make() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            2,
            task -> {
              Thread thread = new Thread(null, task, "kekkai-timer", 0, false);
              thread.setDaemon(true);
              thread.setContextClassLoader(null);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(10, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    return timer;
  }
}
