package dev.kekkai.keyserver.audit.reject;

import dev.kekkai.config.problem.ConfigException;
import dev.kekkai.config.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How much of what fails early is kept.
 *
 * @param perMinute the most failures of one reason kept of each minute
 * @param rows the most failures kept of one server, of which the oldest goes
 * @param countsFor how long the counts are kept
 */
public record RejectSettings(int perMinute, int rows, Duration countsFor) {
  /**
   * Checks everything at once.
   *
   * @param perMinute as the record says
   * @param rows as the record says
   * @param countsFor as the record says
   */
  public RejectSettings {
    List<Problem> problems = new ArrayList<>();
    atLeastOne(problems, "rejects.per-minute", perMinute);
    atLeastOne(problems, "rejects.rows", rows);
    if (countsFor.compareTo(Duration.ofMinutes(1)) < 0) {
      problems.add(
          new Problem("rejects.counts-for", countsFor.toString(), "must be a minute or longer"));
    }
    if (!problems.isEmpty()) {
      throw new ConfigException("Rejects", problems);
    }
  }

  private static void atLeastOne(List<Problem> problems, String key, int value) {
    if (value < 1) {
      problems.add(new Problem(key, Integer.toString(value), "must be at least 1"));
    }
  }

  /**
   * The defaults: 20 of each reason and minute, 10,000 rows, counts for 30 days.
   *
   * @return the settings
   */
  public static RejectSettings defaults() {
    return new RejectSettings(20, 10_000, Duration.ofDays(30));
  }
}
