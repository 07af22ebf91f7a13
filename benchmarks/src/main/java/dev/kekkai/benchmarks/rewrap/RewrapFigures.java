package dev.kekkai.benchmarks.rewrap;

import java.util.List;

/**
 * What was measured of a rewrap.
 *
 * @param module what the module called itself
 * @param deks how many DEKs there were
 * @param heapMegabytes the most that the JVM of the rewrap could use
 * @param threads how many of its threads worked in the token
 * @param perSecond DEKs per second
 * @param rewrapMicros processor time of the rewrap's process for one DEK, HSM included
 * @param databaseMicros the same of PostgreSQL
 * @param bounds what the module does alone, on as many threads each
 */
public record RewrapFigures(
    String module,
    int deks,
    int heapMegabytes,
    int threads,
    double perSecond,
    double rewrapMicros,
    double databaseMicros,
    List<Bound> bounds) {

  /**
   * Copies the list.
   *
   * @param module what the module called itself
   * @param deks how many DEKs there were
   * @param heapMegabytes the most that the JVM of the rewrap could use
   * @param threads how many of its threads worked in the token
   * @param perSecond DEKs per second
   * @param rewrapMicros processor time of the rewrap's process for one DEK, HSM included
   * @param databaseMicros the same of PostgreSQL
   * @param bounds what the module does alone, on as many threads each
   */
  public RewrapFigures {
    bounds = List.copyOf(bounds);
  }

  /**
   * A C loop over the same module.
   *
   * @param id such as {@code rewrap-1}
   * @param title for people
   * @param perSecond median of its slices before and after the rewrap
   * @param cpuMicros processor time of one round of it
   * @param goal what the rewrap shall reach of it; 0 when it is only shown
   */
  public record Bound(String id, String title, double perSecond, double cpuMicros, double goal) {}

  /**
   * The rewrap's rate over that of a bound.
   *
   * @param bound one of them
   * @return 1 when they are the same
   */
  public double ratio(Bound bound) {
    return perSecond / bound.perSecond();
  }
}
