package dev.kekkai.testkit.matrix;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Test by module, JDK and native binding, as a table in Markdown. */
public final class MatrixTable {
  private final Set<String> columns = new TreeSet<>();
  private final Map<String, Map<String, Cell>> rows = new TreeMap<>();
  private final Set<String> notes = new TreeSet<>();

  /** An empty table. */
  public MatrixTable() {}

  /**
   * Adds the results of one run.
   *
   * @param jdk feature version of its JDK
   * @param binding the native binding that it used
   * @param results what ran
   */
  public void add(String jdk, String binding, List<Result> results) {
    for (Result r : results) {
      String module = r.module().equals(Result.NO_MODULE) ? "once" : r.module();
      String column = String.format(Locale.ROOT, "%s, JDK %s, %s", module, jdk, binding);
      columns.add(column);
      rows.computeIfAbsent(r.test(), t -> new TreeMap<>())
          .computeIfAbsent(column, c -> new Cell())
          .add(r.outcome());
      if (r.outcome() == Outcome.ABORTED) {
        notes.add(String.format(Locale.ROOT, "%s by %s on %s", r.test(), binding, r.reason()));
      }
    }
  }

  /**
   * The table and, below it, why something is not supported.
   *
   * @return Markdown
   */
  public String markdown() {
    List<String> lines = new ArrayList<>();
    lines.add("| test | " + String.join(" | ", columns) + " |");
    lines.add("|---|" + "---|".repeat(columns.size()));
    rows.forEach(
        (test, cells) -> {
          StringBuilder line = new StringBuilder("| ").append(test).append(" |");
          for (String column : columns) {
            Cell cell = cells.get(column);
            line.append(' ').append(cell == null ? "" : cell.text()).append(" |");
          }
          lines.add(line.toString());
        });
    if (!notes.isEmpty()) {
      lines.add("");
      lines.add("Not supported (n/s), as expected:");
      lines.add("");
      notes.forEach(n -> lines.add("* " + n));
    }
    return String.join("\n", lines) + "\n";
  }

  private static final class Cell {
    private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);

    void add(Outcome outcome) {
      counts.merge(outcome, 1, Integer::sum);
    }

    String text() {
      List<String> parts = new ArrayList<>();
      part(parts, Outcome.PASSED, "ok");
      part(parts, Outcome.ABORTED, "n/s");
      part(parts, Outcome.FAILED, "FAILED");
      part(parts, Outcome.SKIPPED, "SKIPPED");
      return String.join(", ", parts);
    }

    private void part(List<String> parts, Outcome outcome, String word) {
      int n = counts.getOrDefault(outcome, 0);
      if (n > 0) {
        parts.add(n == 1 ? word : String.format(Locale.ROOT, "%s (%d)", word, n));
      }
    }
  }
}
