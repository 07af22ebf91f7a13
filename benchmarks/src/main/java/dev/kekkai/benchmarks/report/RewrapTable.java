package dev.kekkai.benchmarks.report;

import dev.kekkai.benchmarks.rewrap.RewrapFigures;
import dev.kekkai.benchmarks.run.Machine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was measured of a rewrap, for a terminal and as JSON.
 *
 * @param date when the run began
 * @param machine where it ran
 * @param figures what was measured
 */
public record RewrapTable(Instant date, Machine machine, RewrapFigures figures) {
  private static final int SCHEMA = 1;
  private static final List<String> LEGEND =
      List.of(
          "unwrap and wrap: C_UnwrapKey, C_WrapKey, C_DestroyObject, by the C loop.",
          "every call of a rewrap: with the HMAC of the old row, C_UnwrapKey of the new blob, the"
              + " check token decrypted",
          "    and C_DestroyObject, and the HMAC of the new row: eleven calls.",
          "ratio: of the rewrap to that line.",
          "us: processor time for one DEK in microseconds; of the rewrap's process HSM included.");

  /**
   * The table.
   *
   * @return lines that end with a line feed
   */
  public String text() {
    StringBuilder out = new StringBuilder();
    line(out, "Kekkai rewrap", date.toString());
    line(
        out,
        "Machine",
        machine.cpu() + ", " + machine.cores() + " cores; load before the run " + machine.load());
    line(out, "System", machine.system());
    line(out, "Java", machine.java());
    line(out, "Module", figures.module());
    line(
        out,
        "Store",
        String.format(
            Locale.ROOT,
            "%,d DEKs in PostgreSQL on this machine; heap of the rewrap %d MB, %d threads",
            figures.deks(),
            figures.heapMegabytes(),
            figures.threads()));
    out.append('\n');
    Grid grid = new Grid();
    grid.line(List.of("", "per second", "us", "PostgreSQL us", "ratio", "goal", ""));
    grid.line(
        List.of(
            "kekkai rewrap",
            rate(figures.perSecond()),
            number(figures.rewrapMicros()),
            number(figures.databaseMicros()),
            "",
            "",
            ""));
    for (RewrapFigures.Bound bound : figures.bounds()) {
      grid.line(
          List.of(
              bound.title(),
              rate(bound.perSecond()),
              number(bound.cpuMicros()),
              "",
              String.format(Locale.ROOT, "%.2f", figures.ratio(bound)),
              bound.goal() > 0 ? String.format(Locale.ROOT, "%.2f", bound.goal()) : "",
              verdict(bound)));
    }
    out.append(grid).append('\n');
    LEGEND.forEach(each -> out.append(each).append('\n'));
    return out.toString();
  }

  private String verdict(RewrapFigures.Bound bound) {
    if (bound.goal() <= 0) {
      return "";
    }
    return figures.ratio(bound) >= bound.goal() ? "reached" : "MISSED";
  }

  private static void line(StringBuilder out, String what, String text) {
    out.append(String.format(Locale.ROOT, "%-18s %s%n", what, text));
  }

  private static String rate(double perSecond) {
    return String.format(Locale.ROOT, "%,.0f", perSecond);
  }

  private static String number(double micros) {
    return String.format(Locale.ROOT, "%.0f", micros);
  }

  /**
   * The same for programs; {@code benchmarks/README.md} has the fields.
   *
   * @return JSON
   */
  public String json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("schema", SCHEMA);
    json.put("date", date.toString());
    json.put("machine", JsonReport.machine(machine));
    json.put("module", figures.module());
    json.put("deks", figures.deks());
    json.put("heapMegabytes", figures.heapMegabytes());
    json.put("threads", figures.threads());
    json.put("perSecond", figures.perSecond());
    Map<String, Object> cpu = new LinkedHashMap<>();
    cpu.put("rewrap", figures.rewrapMicros());
    cpu.put("database", figures.databaseMicros());
    json.put("cpuMicros", cpu);
    List<Object> bounds = new ArrayList<>();
    for (RewrapFigures.Bound bound : figures.bounds()) {
      Map<String, Object> each = new LinkedHashMap<>();
      each.put("id", bound.id());
      each.put("title", bound.title());
      each.put("perSecond", bound.perSecond());
      each.put("cpuMicros", bound.cpuMicros());
      each.put("ratio", figures.ratio(bound));
      if (bound.goal() > 0) {
        each.put("least", bound.goal());
        each.put("reached", figures.ratio(bound) >= bound.goal());
      }
      bounds.add(each);
    }
    json.put("bounds", bounds);
    return Json.of(json);
  }
}
