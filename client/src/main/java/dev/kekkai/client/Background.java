package dev.kekkai.client;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done from time to time, on one daemon thread that begins with the first task. */
final class Background implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Background.class);

  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread thread = new Thread(task, "kekkai-client");
            thread.setDaemon(true);
            return thread;
          });

  @SuppressWarnings("FutureReturnValueIgnored") // it ends with the executor
  void every(Duration first, Duration period, Runnable task) {
    executor.scheduleWithFixedDelay(
        () -> runSafely(task), first.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static void runSafely(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.warn("A task of the client failed; it will be run again", e);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
