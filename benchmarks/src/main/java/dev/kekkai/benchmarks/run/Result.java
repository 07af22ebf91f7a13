package dev.kekkai.benchmarks.run;

import dev.kekkai.benchmarks.plan.Column;
import dev.kekkai.benchmarks.plan.Goal;
import dev.kekkai.benchmarks.plan.Row;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was measured of a row.
 *
 * @param row the row
 * @param cells what each column gave; none for those that could not take part
 * @param comparisons in the order of the row's goals; those without a partner are left out
 */
public record Result(Row row, Map<Column, Cell> cells, List<Comparison> comparisons) {

  /**
   * One column's values.
   *
   * @param rate operations per second; in a row of scaling, the quotient
   * @param bytes heap allocated by one operation, median
   */
  public record Cell(Quartiles rate, double bytes) {}

  /**
   * A goal, and what came of it.
   *
   * @param goal the goal
   * @param ours the column that was compared
   * @param measured ratios of each round, or bytes
   */
  public record Comparison(Goal goal, Column ours, Quartiles measured) {
    /**
     * Whether anything is promised.
     *
     * @return false when the ratio is only shown
     */
    public boolean isPromise() {
      return !(goal instanceof Goal.Ratio ratio) || ratio.least() > 0;
    }

    /**
     * Whether the goal is reached.
     *
     * @return by the median
     */
    public boolean isReached() {
      return goal.isReachedBy(measured.median());
    }
  }

  /**
   * Kekkai's own cell.
   *
   * @return that of the binding that the goals are for, else of the other one
   */
  public Optional<Column> ours() {
    return cells.keySet().stream().filter(Column::isOurs).sorted().findFirst();
  }
}
