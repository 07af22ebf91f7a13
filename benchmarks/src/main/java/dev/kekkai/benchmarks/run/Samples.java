package dev.kekkai.benchmarks.run;

import dev.kekkai.benchmarks.plan.Column;
import dev.kekkai.benchmarks.plan.Goal;
import dev.kekkai.benchmarks.plan.Row;
import dev.kekkai.benchmarks.run.Result.Cell;
import dev.kekkai.benchmarks.run.Result.Comparison;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The values of a row, round by round, and what follows from them. Not thread-safe. */
final class Samples {
  private final Row row;
  private final Map<Column, List<Double>> rates = new EnumMap<>(Column.class);
  private final Map<Column, List<Double>> bytes = new EnumMap<>(Column.class);

  Samples(Row row) {
    this.row = row;
  }

  void add(Column column, double rate, double bytesPerOperation) {
    rates.computeIfAbsent(column, c -> new ArrayList<>()).add(rate);
    bytes.computeIfAbsent(column, c -> new ArrayList<>()).add(bytesPerOperation);
  }

  /** Forgets a column that failed on the way, so that all others have the same rounds. */
  void drop(Column column) {
    rates.remove(column);
    bytes.remove(column);
  }

  Result result() {
    Map<Column, Cell> cells = new EnumMap<>(Column.class);
    rates.forEach(
        (column, values) ->
            cells.put(column, new Cell(quartiles(values), quartiles(bytesOf(column)).median())));
    Optional<Column> ours = new Result(row, cells, List.of()).ours();
    List<Comparison> comparisons =
        ours.map(column -> row.goals().stream().flatMap(g -> compare(g, column).stream()).toList())
            .orElse(List.of());
    return new Result(row, cells, comparisons);
  }

  private Optional<Comparison> compare(Goal goal, Column ours) {
    if (goal instanceof Goal.Ratio ratio) {
      List<Double> mine = rates.get(ours);
      List<Double> theirs = rates.get(ratio.against());
      return mine == null || theirs == null
          ? Optional.empty()
          : Optional.of(new Comparison(goal, ours, ratios(mine, theirs)));
    }
    return Optional.of(new Comparison(goal, ours, quartiles(bytesOf(ours))));
  }

  /** Round by round: what slowed the machine slowed both. */
  private static Quartiles ratios(List<Double> ours, List<Double> theirs) {
    return Quartiles.of(
        IntStream.range(0, Math.min(ours.size(), theirs.size()))
            .mapToDouble(i -> ours.get(i) / theirs.get(i))
            .toArray());
  }

  private List<Double> bytesOf(Column column) {
    return bytes.getOrDefault(column, List.of());
  }

  private static Quartiles quartiles(Collection<Double> values) {
    return Quartiles.of(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
