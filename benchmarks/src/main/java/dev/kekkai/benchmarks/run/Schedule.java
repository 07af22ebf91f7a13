package dev.kekkai.benchmarks.run;

/**
 * How long a run takes.
 *
 * @param rounds how often everybody gets a slice
 * @param sliceMillis length of a slice
 * @param warmUpMillis how long a process works on a row before it is measured
 */
public record Schedule(int rounds, long sliceMillis, long warmUpMillis) {
  /** For a figure to be quoted. */
  public static final Schedule FULL = new Schedule(15, 250, 1500);

  /** For a look while working. */
  public static final Schedule QUICK = new Schedule(7, 80, 500);
}
