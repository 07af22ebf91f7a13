package dev.kekkai.benchmarks.report;

import dev.kekkai.benchmarks.plan.Column;
import dev.kekkai.benchmarks.plan.Goal;
import dev.kekkai.benchmarks.plan.Section;
import dev.kekkai.benchmarks.run.Result;
import dev.kekkai.benchmarks.run.Result.Cell;
import dev.kekkai.benchmarks.run.Result.Comparison;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The run at a glance: for each row a bar of ours against the bound, with the goal as a mark, and
 * SunPKCS11 as a thin bar below. Fields are shown by their rates.
 */
public final class SvgChart {
  private static final double MOST_RATIO = 1.3;
  private static final int LEFT = 280;
  private static final int PLOT = 420;
  private static final int ROW = 22;

  private final Report report;
  private final SvgCanvas canvas = new SvgCanvas(LEFT + PLOT + 220);
  private int y = 24;

  private SvgChart(Report report) {
    this.report = report;
  }

  /**
   * Draws it.
   *
   * @param report the run
   * @return an SVG document
   */
  public static String text(Report report) {
    SvgChart chart = new SvgChart(report);
    chart.draw();
    return chart.canvas.document(chart.y + 12);
  }

  private void draw() {
    canvas.text(16, y, "title", "Kekkai against the bound");
    y += ROW;
    canvas.text(16, y, "small", report.machine().cpu() + "; " + report.machine().java());
    y += ROW;
    canvas.text(
        16, y, "small", "bar: ours over the bound (line at 1.00); mark: goal; thin bar: SunPKCS11");
    for (Section section : List.of(Section.NSS, Section.SOFTHSM2, Section.SOFTWARE)) {
      ratios(section);
    }
    fields();
  }

  private void ratios(Section section) {
    List<Result> results =
        report.results().stream()
            .filter(r -> r.row().section() == section && firstRatio(r) != null)
            .toList();
    if (results.isEmpty()) {
      return;
    }
    String bound = section == Section.SOFTWARE ? "SunJCE" : "the C loop";
    heading(section.title() + ", against " + bound);
    int top = y + 6;
    results.forEach(this::ratio);
    canvas.line(x(1), top, x(1), y + 8, "bound");
  }

  private void heading(String text) {
    y += 2 * ROW;
    canvas.text(16, y, "head", text);
  }

  private void ratio(Result result) {
    Comparison c = firstRatio(result);
    if (c == null || !(c.goal() instanceof Goal.Ratio ratio)) {
      return;
    }
    y += ROW;
    double value = c.measured().median();
    canvas.text(16, y, "label", result.row().title().trim());
    canvas.bar(LEFT, y - 11, x(value) - LEFT, 10, style(c));
    Double peer = peer(result, ratio.against());
    if (peer != null) {
      canvas.bar(LEFT, y + 1, x(peer) - LEFT, 3, "peer");
    }
    if (c.isPromise()) {
      canvas.line(x(ratio.least()), y - 14, x(ratio.least()), y + 2, "goal");
    }
    String goal =
        c.isPromise() ? String.format(Locale.ROOT, " (goal %s)", Figures.ratio(ratio.least())) : "";
    canvas.text(LEFT + PLOT + 12, y, "label", Figures.ratio(value) + goal);
  }

  private static String style(Comparison c) {
    if (!c.isPromise()) {
      return "plain";
    }
    return c.isReached() ? "reached" : "missed";
  }

  private static @Nullable Comparison firstRatio(Result result) {
    return result.comparisons().stream()
        .filter(c -> c.goal() instanceof Goal.Ratio)
        .findFirst()
        .orElse(null);
  }

  private static @Nullable Double peer(Result result, Column bound) {
    Cell theirs = result.cells().get(Column.SUN_PKCS11);
    Cell best = result.cells().get(bound);
    return theirs == null || best == null ? null : theirs.rate().median() / best.rate().median();
  }

  private static int x(double ratio) {
    return LEFT + (int) Math.round(PLOT * Math.min(ratio, MOST_RATIO) / MOST_RATIO);
  }

  private void fields() {
    report.results().stream()
        .filter(r -> r.row().section() == Section.FIELD && !r.row().isScaling())
        .forEach(this::field);
  }

  private void field(Result result) {
    heading(
        "Field, " + result.row().title().replaceAll(" \\(\\d\\)", "") + ": operations per second");
    double most =
        result.cells().values().stream().mapToDouble(c -> c.rate().median()).max().orElse(1);
    for (Map.Entry<Column, Cell> entry : result.cells().entrySet()) {
      y += ROW;
      double rate = entry.getValue().rate().median();
      canvas.text(16, y, "label", name(entry.getKey()));
      int width = (int) Math.round(PLOT * rate / most);
      canvas.bar(LEFT, y - 11, width, 12, entry.getKey().isOurs() ? "plain" : "peer");
      canvas.text(LEFT + PLOT + 12, y, "label", Figures.rate(rate));
    }
  }

  private static String name(Column column) {
    return switch (column) {
      case SUN_JCE -> "by hand with SunJCE";
      case TINK -> "Tink AesGcmJce";
      case TINK_ENVELOPE -> "Tink KmsEnvelopeAead";
      case AWS -> "AWS Encryption SDK, caching";
      default -> column.title();
    };
  }
}
