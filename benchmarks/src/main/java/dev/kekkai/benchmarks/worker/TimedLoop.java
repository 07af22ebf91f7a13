package dev.kekkai.benchmarks.worker;

import com.sun.management.ThreadMXBean;
import dev.kekkai.benchmarks.contender.Work;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CyclicBarrier;
import org.jspecify.annotations.Nullable;

/**
 * Repeats one thread's work for a while. It looks at the clock once per batch, and finds a batch
 * that takes long against that look, as the C program does.
 */
final class TimedLoop {
  private static final long BATCH_NANOS = 50_000;
  private static final int MAX_BATCH = 1 << 16;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Work work;

  /** Written for every result, so that none is left out as unused. */
  @Nullable Object last;

  TimedLoop(Work work) {
    this.work = work;
  }

  /** What this thread did; the compiler is not this thread's. */
  Measurement run(CyclicBarrier start, long nanos) throws Exception {
    long thread = Thread.currentThread().getId();
    start.await();
    long allocated = THREADS.getThreadAllocatedBytes(thread);
    long begin = System.nanoTime();
    long before = begin;
    long done = 0;
    int batch = 1;
    while (before - begin < nanos) {
      repeat(batch);
      done += batch;
      long after = System.nanoTime();
      if (after - before < BATCH_NANOS && batch < MAX_BATCH) {
        batch *= 2;
      }
      before = after;
    }
    return new Measurement(
        done, before - begin, THREADS.getThreadAllocatedBytes(thread) - allocated, 0);
  }

  private void repeat(int times) throws Exception {
    for (int i = 0; i < times; i++) {
      last = work.call();
    }
  }
}
