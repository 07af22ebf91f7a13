package dev.kekkai.benchmarks.report;

import dev.kekkai.benchmarks.plan.Column;
import dev.kekkai.benchmarks.plan.Goal;
import dev.kekkai.benchmarks.plan.Section;
import dev.kekkai.benchmarks.run.Machine;
import dev.kekkai.benchmarks.run.Result;
import dev.kekkai.benchmarks.run.Result.Cell;
import dev.kekkai.benchmarks.run.Result.Comparison;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The table for a terminal: what was measured, and what came of the goals. */
public final class TableText {
  private static final List<String> LEGEND =
      List.of(
          "Operations per second: medians over rounds in which all took turns, those with one thread"
              + " on one CPU.",
          "ratio: ours over the one named, median of the rounds' ratios, with half the quartiles'"
              + " distance.",
          "B/op: Java heap allocated by one operation of ours.",
          "(1) both bring the key in for one call: C_CreateObject, C_WrapKey, C_DestroyObject",
          "(2) SunPKCS11 keeps a key it wrapped once in the token, so its wrap is C_WrapKey alone",
          "(3) ours reads the new key's attributes back; in the first of the two rows C does, too",
          "(4) each makes its own nonce: C counts, Kekkai draws 96 random bits, SunPKCS11 and SunJCE"
              + " ask SecureRandom;",
          "    in all other rows the caller counts, on both sides",
          "(5) C: C_EncryptInit and C_Encrypt",
          "(6) SunJCE: written by hand, Cipher.getInstance and new SecureRandom() each time; Tink and"
              + " AWS with a KEK in software",
          "(7) doFinal(ByteBuffer, ByteBuffer) outside the Java heap, without a copy; arrays are copied"
              + " to native memory and back");

  private final Report report;

  /**
   * Of one run.
   *
   * @param report the run
   */
  public TableText(Report report) {
    this.report = report;
  }

  /**
   * The text.
   *
   * @return lines that end with a line feed
   */
  public String text() {
    StringBuilder out = new StringBuilder(heading());
    for (Section section : Section.values()) {
      List<Result> results =
          report.results().stream().filter(r -> r.row().section() == section).toList();
      if (!results.isEmpty()) {
        out.append('\n').append(section(section, results));
      }
    }
    out.append('\n').append(String.join("\n", LEGEND)).append('\n');
    report.notes().forEach(note -> out.append("Note: ").append(note).append('\n'));
    return out.append('\n').append(verdict()).append('\n').toString();
  }

  private String heading() {
    Machine m = report.machine();
    StringBuilder out = new StringBuilder();
    line(out, "Kekkai benchmarks", report.date() + (report.quick() ? ", quick" : ""));
    line(out, "Machine", m.cpu() + ", " + m.cores() + " cores; load before the run " + m.load());
    line(out, "System", m.system());
    line(out, "Java", m.java());
    report.versions().values().stream()
        .distinct()
        .sorted()
        .forEach(version -> line(out, "", version));
    return out.toString();
  }

  private static void line(StringBuilder out, String name, String value) {
    out.append(String.format(Locale.ROOT, "%-18s %s%n", name, value));
  }

  private String section(Section section, List<Result> results) {
    List<Column> columns =
        Arrays.stream(Column.values())
            .filter(c -> results.stream().anyMatch(r -> r.cells().containsKey(c)))
            .toList();
    Grid grid = new Grid();
    List<String> head = new ArrayList<>();
    head.add(section.title() + suffix(section));
    columns.forEach(c -> head.add(c.title()));
    head.addAll(List.of("B/op", "ratio", "+-", "to", "goal", ""));
    grid.line(head);
    results.forEach(r -> row(grid, r, columns));
    return grid.toString();
  }

  private String suffix(Section section) {
    String module = report.module(section.id());
    int version = module.lastIndexOf(' ');
    return module.isEmpty() ? "" : module.substring(version);
  }

  private static void row(Grid grid, Result result, List<Column> columns) {
    List<String> left = new ArrayList<>();
    left.add("  " + result.row().title());
    columns.forEach(c -> left.add(cell(result, c)));
    left.add(result.ours().map(result.cells()::get).map(c -> Figures.bytes(c.bytes())).orElse(""));
    if (result.comparisons().isEmpty()) {
      grid.line(left);
    }
    for (Comparison comparison : result.comparisons()) {
      List<String> line = new ArrayList<>(left);
      line.addAll(comparison(comparison));
      grid.line(line);
      Collections.fill(left, "");
    }
  }

  private static String cell(Result result, Column column) {
    Cell cell = result.cells().get(column);
    if (cell == null) {
      return "";
    }
    double value = cell.rate().median();
    return result.row().isScaling() ? Figures.times(value) : Figures.rate(value);
  }

  private static List<String> comparison(Comparison c) {
    String verdict = c.isReached() ? "reached" : "MISSED";
    if (c.goal() instanceof Goal.Ratio ratio) {
      return List.of(
          Figures.ratio(c.measured().median()),
          Figures.spread(c.measured()),
          ratio.against().title(),
          c.isPromise() ? Figures.ratio(ratio.least()) : "",
          c.isPromise() ? verdict : "");
    }
    double most = ((Goal.Bytes) c.goal()).most();
    return List.of(Figures.bytes(c.measured().median()), "", "B/op", Figures.bytes(most), verdict);
  }

  private String verdict() {
    long promises = report.promises();
    String binding =
        report.results().stream()
            .flatMap(r -> r.ours().stream())
            .findFirst()
            .map(Column::title)
            .orElse("nothing of ours");
    String text =
        String.format(
            Locale.ROOT,
            "%d of %d goals reached, measured with %s",
            promises - report.missed(),
            promises,
            binding);
    return binding.equals(Column.KEKKAI_FFM.title())
        ? text
        : text + "; the goals are for Kekkai ffm";
  }
}
