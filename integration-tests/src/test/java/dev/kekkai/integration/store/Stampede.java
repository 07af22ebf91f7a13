package dev.kekkai.integration.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that all do the same at the same moment. */
final class Stampede {
  private Stampede() {}

  /** Returns when all are done; throws what one of them threw. */
  static void of(int count, Callable<?> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      CyclicBarrier start = new CyclicBarrier(count);
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < count; t++) {
        all.add(
            threads.submit(
                () -> {
                  start.await();
                  return work.call();
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
