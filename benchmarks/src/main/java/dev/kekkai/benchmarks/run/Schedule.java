package dev.kekkai.benchmarks.run;

/**
 * How long a run takes.
 *
 * @param rounds how often everybody gets a slice
 * @param sliceMillis length of a slice
 * @param leastWarmUpMillis how long a process works on a row at least before it is measured
 * @param mostWarmUpMillis how long it may go on when it still gets faster
 * @param budgetMillis how long the whole run may take; warm-ups end sooner when it runs late
 */
public record Schedule(
    int rounds,
    long sliceMillis,
    long leastWarmUpMillis,
    long mostWarmUpMillis,
    long budgetMillis) {
  /** For a figure to be quoted. */
  public static final Schedule FULL = new Schedule(25, 120, 1000, 10_000, 24 * 60_000);

  /** For a look while working. */
  public static final Schedule QUICK = new Schedule(7, 80, 200, 8000, 120_000);
}
