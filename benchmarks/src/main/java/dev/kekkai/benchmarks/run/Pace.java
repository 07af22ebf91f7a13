package dev.kekkai.benchmarks.run;

import dev.kekkai.benchmarks.plan.Row;
import dev.kekkai.benchmarks.plan.Section;
import java.util.List;

/**
 * Keeps a run within its budget: what the slices to come leave of it is for the warm-ups to come.
 * On an idle machine most end early and some may take long; on a busy one all are cut. Not
 * thread-safe.
 */
final class Pace {
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Most warm-ups end early, so that one may have several times its share. */
  private static final int SHARES = 4;

  /** The AWS Encryption SDK alone compiles for seconds. */
  private static final int SHARES_OF_FIELDS = 12;

  private final Schedule schedule;
  private final long begin = System.nanoTime();
  private int tasks;

  Pace(Schedule schedule, List<Row> rows) {
    this.schedule = schedule;
    this.tasks = rows.stream().mapToInt(row -> row.tasks().size()).sum();
  }

  /** For the next warm-up. */
  long mostWarmUpMillis(Section section) {
    return mostWarmUpMillis(section, (System.nanoTime() - begin) / NANOS_PER_MILLI);
  }

  long mostWarmUpMillis(Section section, long spentMillis) {
    int shares = section == Section.FIELD ? SHARES_OF_FIELDS : SHARES;
    long slices = (long) tasks * schedule.rounds() * schedule.sliceMillis();
    long share = (schedule.budgetMillis() - spentMillis - slices) / Math.max(1, tasks);
    return Math.min(
        schedule.mostWarmUpMillis(), Math.max(schedule.leastWarmUpMillis(), shares * share));
  }

  /** One warm-up, and the slices after it, are no longer to come. */
  void warmed() {
    tasks--;
  }
}
