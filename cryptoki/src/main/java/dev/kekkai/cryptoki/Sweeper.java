package dev.kekkai.cryptoki;

import java.lang.ref.WeakReference;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after all pools of this process from time to time, on one daemon thread that starts with
 * the first pool and ends when there is none.
 */
final class Sweeper {
  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

  private static final ScheduledThreadPoolExecutor THREAD = make();

  private Sweeper() {}

  /**
   * Does something again and again, until it is cancelled or nobody else refers to the target.
   *
   * @param nanos between the end of one time and the start of the next, in nanoseconds
   * @param task must not refer to the target itself
   */
  static <T> Future<?> every(long nanos, T target, Consumer<? super T> task) {
    WeakReference<T> weak = new WeakReference<>(target);
    return THREAD.scheduleWithFixedDelay(
        () -> sweep(weak, task), nanos, nanos, TimeUnit.NANOSECONDS);
  }

  private static <T> void sweep(WeakReference<T> weak, Consumer<? super T> task) {
    T target = weak.get();
    if (target == null) {
      throw new CancellationException("what throws is not done again");
    }
    try {
      task.accept(target);
    } catch (RuntimeException e) {
      LOG.warn("Looking after the PKCS#11 sessions failed; it is tried again", e);
    }
  }

  private static ScheduledThreadPoolExecutor make() {
    ScheduledThreadPoolExecutor thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread made = new Thread(null, task, "kekkai-sessions", 0, false);
              made.setDaemon(true);
              made.setContextClassLoader(null);
              return made;
            });
    thread.setRemoveOnCancelPolicy(true);
    thread.setKeepAliveTime(1, TimeUnit.SECONDS);
    thread.allowCoreThreadTimeOut(true);
    return thread;
  }
}
