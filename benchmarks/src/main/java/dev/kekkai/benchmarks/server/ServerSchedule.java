package dev.kekkai.benchmarks.server;

/**
 * How long a run takes.
 *
 * @param warmUpRequests how many requests a new key server answers before it is measured: so many
 *     make the JIT compiler do what it does
 * @param mostWarmUpMillis how long that may take
 * @param rounds how often everything is measured
 * @param sliceMillis how long, each time
 * @param bareMillis how long the C loop is measured, each time
 */
public record ServerSchedule(
    int warmUpRequests, long mostWarmUpMillis, int rounds, long sliceMillis, long bareMillis) {
  /** For a figure to be quoted: below four minutes. */
  public static final ServerSchedule FULL = new ServerSchedule(25_000, 40_000, 6, 1_500, 700);

  /** For a look while working. */
  public static final ServerSchedule QUICK = new ServerSchedule(5_000, 15_000, 2, 600, 300);
}
