package dev.kekkai.keyserver.access;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Does the same to many things, on the caller's thread and as many others as help. The caller does
 * its share, so it gets on while the others have other work. Thread-safe.
 */
final class Parallel {
  private final Executor executor;
  private final int most;

  /**
   * With other threads.
   *
   * @param executor lends them
   * @param most how many threads work for one caller, itself among them
   */
  Parallel(Executor executor, int most) {
    this.executor = executor;
    this.most = most;
  }

  /** Returns when all is done; {@code work} must not throw. */
  <T> void forEach(List<T> things, Consumer<T> work) {
    AtomicInteger next = new AtomicInteger();
    CountDownLatch open = new CountDownLatch(things.size());
    Runnable share =
        () -> {
          for (int i = next.getAndIncrement(); i < things.size(); i = next.getAndIncrement()) {
            try {
              work.accept(things.get(i));
            } finally {
              open.countDown();
            }
          }
        };
    int helpers = Math.min(most, things.size()) - 1;
    try {
      for (int i = 0; i < helpers; i++) {
        executor.execute(share);
      }
    } catch (RejectedExecutionException e) {
      // shutting down: the caller does the rest
    }
    share.run();
    awaitUninterruptibly(open);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
