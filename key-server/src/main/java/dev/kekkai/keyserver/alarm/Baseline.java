package dev.kekkai.keyserver.alarm;

/**
 * What is usual for a client under a KEK: mean and variance of the items it had opened in the
 * periods in which it was active, older ones counting less and less. Times of rest teach nothing,
 * so a client that works by day only is not a surprise each morning. Immutable.
 *
 * @param mean items in a period
 * @param variance of the same
 * @param periods how many it was learned from
 */
record Baseline(double mean, double variance, long periods) {
  /** Before anything was learned. */
  static final Baseline NONE = new Baseline(0, 0, 0);

  /**
   * What goes beyond this many times the usual teaches no more than this: people have to see it.
   */
  private static final double MOST_AT_ONCE = 2;

  /** Mean and one standard deviation. */
  private double usual() {
    return mean + Math.sqrt(variance);
  }

  /** From how many items in a period on there is an alarm. */
  long threshold(AlarmSettings settings) {
    return Math.max(settings.floor(), (long) Math.ceil(settings.factor() * usual()));
  }

  /** Whether there is enough history to act on. */
  boolean isLearned(AlarmSettings settings) {
    return periods >= settings.learning();
  }

  /**
   * With one more period. A new level is learned within hours, not at once, so that it is told
   * several times before it is usual.
   */
  Baseline with(long items, AlarmSettings settings) {
    double limit = Math.max((double) settings.floor(), MOST_AT_ONCE * usual());
    double value = Math.min((double) items, limit);
    // a plain average at first, then each period weighs as if the memory were full
    double weight = Math.max(1 - Math.pow(0.5, 1.0 / settings.memory()), 1.0 / (periods + 1));
    double difference = value - mean;
    return new Baseline(
        mean + weight * difference,
        (1 - weight) * (variance + weight * difference * difference),
        periods + 1);
  }
}
