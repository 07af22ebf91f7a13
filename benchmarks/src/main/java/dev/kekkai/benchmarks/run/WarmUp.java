package dev.kekkai.benchmarks.run;

import dev.kekkai.benchmarks.worker.Measurement;

/**
 * Decides when a process is warm: it gets no faster, and the JIT compiler has nothing to do any
 * more. On a busy machine the compiler is late, and AES in the interpreter is fifty times slower.
 */
final class WarmUp {
  static final long SLICE_MILLIS = 100;

  /** What counts as faster. */
  private static final double FASTER = 1.05;

  /** What counts as nothing to do: the odd method that nobody waits for. */
  private static final long FEW_COMPILER_MILLIS = 4;

  /** Slices that have to be quiet, one after the other. */
  private static final int ENOUGH = 4;

  private final long leastMillis;
  private final long mostMillis;
  private double best;
  private int quiet;
  private long spentMillis;

  WarmUp(long leastMillis, long mostMillis) {
    this.leastMillis = leastMillis;
    this.mostMillis = mostMillis;
  }

  void add(Measurement slice) {
    double rate = slice.perSecond();
    boolean isQuiet = rate <= best * FASTER && slice.compilerMillis() <= FEW_COMPILER_MILLIS;
    quiet = isQuiet ? quiet + 1 : 0;
    best = Math.max(best, rate);
    spentMillis += SLICE_MILLIS;
  }

  /** Whether the process is as fast as it gets. */
  boolean isWarm() {
    return quiet >= ENOUGH && spentMillis >= leastMillis;
  }

  /** Warm, or out of time. */
  boolean isOver() {
    return spentMillis >= mostMillis || isWarm();
  }
}
