package dev.kekkai.benchmarks.run;

import java.util.Arrays;

/**
 * The middle of some values, and where the middle half of them lies.
 *
 * @param low a quarter of the values is below
 * @param median half of the values is below
 * @param high a quarter of the values is above
 */
public record Quartiles(double low, double median, double high) {
  /**
   * Computes them, interpolating between neighbours.
   *
   * @param values at least one, in any order
   * @return their quartiles
   */
  public static Quartiles of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("Quartiles of nothing");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
  }

  private static double at(double[] sorted, double share) {
    double position = share * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
