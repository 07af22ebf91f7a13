package dev.kekkai.benchmarks.run;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Where a process runs. All who are compared on one thread are kept on the same CPU: two CPUs of a
 * virtual machine were seen to differ by half, for seconds, because a neighbour had one of them.
 */
final class Affinity {
  private static final int LAST = Runtime.getRuntime().availableProcessors() - 1;
  private static final String ALL = "0-" + LAST;

  private final long pid;
  private String now = ALL;

  Affinity(long pid) {
    this.pid = pid;
  }

  /** For a measurement on one thread; nothing happens where the system has no taskset. */
  void one() {
    set(Integer.toString(LAST));
  }

  /** For everything else. */
  void all() {
    set(ALL);
  }

  private void set(String cpus) {
    if (now.equals(cpus)) {
      return;
    }
    now = cpus;
    try {
      Process process =
          new ProcessBuilder("taskset", "-a", "-c", "-p", cpus, Long.toString(pid))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (IOException e) {
      // no taskset: the table has wider spreads then
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
