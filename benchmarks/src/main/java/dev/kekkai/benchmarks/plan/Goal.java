package dev.kekkai.benchmarks.plan;

/** What a row shall reach. */
public sealed interface Goal {
  /**
   * Whether a measured value is good enough.
   *
   * @param measured ratio or bytes
   * @return true when it is
   */
  boolean isReachedBy(double measured);

  /**
   * Ours over another's, in the same round.
   *
   * @param against whose rate
   * @param least the goal; 0 when the ratio is shown and nothing is promised
   */
  record Ratio(Column against, double least) implements Goal {
    @Override
    public boolean isReachedBy(double measured) {
      return measured >= least;
    }
  }

  /**
   * Bytes allocated by one operation of ours.
   *
   * @param most the goal
   */
  record Bytes(double most) implements Goal {
    @Override
    public boolean isReachedBy(double measured) {
      return measured <= most;
    }
  }
}
