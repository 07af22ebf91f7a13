package dev.kekkai.provider.concurrent;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Does short things later, on daemon threads that start with the first of them and end when there
 * are none left. It has two threads: a module that hangs while an object is destroyed holds up one
 * of them, and no other (objects that come after it are queued by the session that owns them).
 */
public final class DaemonTimer {
  private static final ScheduledThreadPoolExecutor TIMER = make();

  private DaemonTimer() {}

  /**
   * Does something once.
   *
   * @param nanos how long from now, in nanoseconds
   * @param task what to do; the timer holds on to it until then, or until it is cancelled
   * @return to cancel it with
   */
  public static Future<?> after(long nanos, Runnable task) {
    return TIMER.schedule(task, nanos, TimeUnit.NANOSECONDS);
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
