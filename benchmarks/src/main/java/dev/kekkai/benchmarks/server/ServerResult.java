package dev.kekkai.benchmarks.server;

import dev.kekkai.benchmarks.run.Quartiles;

/**
 * What one row of the key server's table says.
 *
 * @param id such as {@code ec-p256.batch}
 * @param kek the KEK and its token, for people
 * @param shape how clients asked, for people
 * @param opened items opened per second
 * @param bare operations per second of the HSM alone, on all CPUs
 * @param ratio of the two, round by round
 * @param median half of the requests took no longer, in milliseconds
 * @param p99 99 of 100 requests took no longer, in milliseconds
 * @param hsm processor time of the HSM alone for one operation, in microseconds
 * @param server processor time of the key server for one item, HSM included, in microseconds
 * @param database the same of PostgreSQL
 * @param clients the same of those who ask
 * @param goal what the ratio shall reach; 0 when nothing is promised
 */
public record ServerResult(
    String id,
    String kek,
    String shape,
    Quartiles opened,
    Quartiles bare,
    Quartiles ratio,
    double median,
    double p99,
    double hsm,
    double server,
    double database,
    double clients,
    double goal) {
  /**
   * Whether anything is promised.
   *
   * @return false when the ratio is only shown
   */
  public boolean isPromise() {
    return goal > 0;
  }

  /**
   * Whether the goal is reached.
   *
   * @return by the median
   */
  public boolean isReached() {
    return ratio.median() >= goal;
  }
}
