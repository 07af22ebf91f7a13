package dev.kekkai.benchmarks.report;

import dev.kekkai.benchmarks.plan.Column;
import dev.kekkai.benchmarks.plan.Goal;
import dev.kekkai.benchmarks.run.Machine;
import dev.kekkai.benchmarks.run.Quartiles;
import dev.kekkai.benchmarks.run.Result;
import dev.kekkai.benchmarks.run.Result.Comparison;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The run as JSON; the module's README describes it. */
public final class JsonReport {
  private static final int SCHEMA = 1;

  private JsonReport() {}

  /**
   * The text.
   *
   * @param report the run
   * @return one JSON object
   */
  public static String text(Report report) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("schema", SCHEMA);
    all.put("date", report.date());
    all.put("quick", report.quick());
    all.put("machine", machine(report.machine()));
    all.put("versions", report.versions());
    all.put("rows", report.results().stream().map(JsonReport::row).toList());
    all.put("notes", report.notes());
    return Json.of(all);
  }

  static Map<String, Object> machine(Machine m) {
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("cpu", m.cpu());
    machine.put("cores", m.cores());
    machine.put("system", m.system());
    machine.put("java", m.java());
    machine.put("load", m.load());
    return machine;
  }

  private static Map<String, Object> row(Result result) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", result.row().id());
    row.put("title", result.row().title().trim());
    row.put("unit", result.row().isScaling() ? "times" : "operations/s");
    Map<String, Object> columns = new LinkedHashMap<>();
    result
        .cells()
        .forEach(
            (column, cell) -> {
              Map<String, @Nullable Object> values = quartiles(cell.rate());
              values.put("bytes", cell.bytes());
              columns.put(id(column), values);
            });
    row.put("columns", columns);
    row.put("comparisons", result.comparisons().stream().map(JsonReport::comparison).toList());
    return row;
  }

  private static Map<String, @Nullable Object> comparison(Comparison c) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("ours", id(c.ours()));
    if (c.goal() instanceof Goal.Ratio ratio) {
      values.put("against", id(ratio.against()));
      values.put("least", c.isPromise() ? ratio.least() : null);
    } else if (c.goal() instanceof Goal.Bytes bytes) {
      values.put("most", bytes.most());
    }
    values.putAll(quartiles(c.measured()));
    values.put("reached", c.isPromise() ? c.isReached() : null);
    return values;
  }

  static Map<String, @Nullable Object> quartiles(Quartiles q) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("median", q.median());
    values.put("low", q.low());
    values.put("high", q.high());
    return values;
  }

  private static String id(Column column) {
    return column.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
