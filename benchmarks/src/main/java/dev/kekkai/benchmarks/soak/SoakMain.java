package dev.kekkai.benchmarks.soak;

import dev.kekkai.benchmarks.contender.Contender;
import dev.kekkai.benchmarks.contender.Contenders;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * In-HSM operations on NSS softokn from eight threads, for at least three and a half minutes, with
 * the resident memory of each second. Arguments: the folder of the tokens, and how many operations
 * there shall be at least. Exit code 1 when memory grew by more than 2 percent from the second
 * minute to the last.
 */
public final class SoakMain {
  private static final int THREADS = 8;
  private static final int LEAST_SECONDS = 210;
  private static final double MOST_GROWTH = 2;

  private final PrintStream out = System.out;
  private final ResidentMemory memory = new ResidentMemory();
  private final AtomicLong done = new AtomicLong();
  private final AtomicBoolean stop = new AtomicBoolean();

  private SoakMain() {}

  /**
   * Runs the soak and ends the process.
   *
   * @param args folder and number of operations
   * @throws Exception when an operation fails
   */
  public static void main(String[] args) throws Exception {
    System.exit(new SoakMain().run(Path.of(args[0]), Long.parseLong(args[1])) ? 0 : 1);
  }

  private boolean run(Path folder, long operations) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (Contender contender = Contenders.open(folder, "kekkai:nss:hsm")) {
      out.println(contender.version() + ", NSS softokn, " + THREADS + " threads");
      out.println("second  operations  resident KiB");
      List<Future<Void>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        running.add(threads.submit(new SoakThread(contender, done, stop)));
      }
      watch(operations, running);
      stop.set(true);
      for (Future<Void> thread : running) {
        thread.get();
      }
    } finally {
      stop.set(true);
      threads.shutdown();
    }
    return verdict();
  }

  private void watch(long operations, List<Future<Void>> running)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    for (int second = 1; second <= LEAST_SECONDS || done.get() < operations; second++) {
      long wait = begin + second * 1_000_000_000L - System.nanoTime();
      Thread.sleep(Math.max(0, wait / 1_000_000));
      out.printf(Locale.ROOT, "%6d  %10d  %12d%n", second, done.get(), memory.sample());
      if (running.stream().anyMatch(Future::isDone)) {
        return; // one of them failed; its exception comes from get()
      }
    }
  }

  private boolean verdict() {
    boolean flat = Math.abs(memory.growth()) <= MOST_GROWTH;
    out.printf(
        Locale.ROOT,
        "%d operations; resident memory, median of the second minute %d KiB, of the last %d KiB:"
            + " %+.2f %%, %s %.0f %%%n",
        done.get(),
        memory.second(),
        memory.last(),
        memory.growth(),
        flat ? "within" : "NOT within",
        MOST_GROWTH);
    return flat;
  }
}
