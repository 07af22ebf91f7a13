package dev.kekkai.benchmarks.report;

import dev.kekkai.benchmarks.run.Machine;
import dev.kekkai.benchmarks.server.ServerResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of the key server, for a terminal and as JSON.
 *
 * @param date when the run began
 * @param quick whether it was a look, not a measurement to be quoted
 * @param machine where it ran
 * @param versions what each module called itself
 * @param results rows in the order of the table
 * @param notes what was missing, and why
 */
public record ServerTable(
    Instant date,
    boolean quick,
    Machine machine,
    Map<String, String> versions,
    List<ServerResult> results,
    List<String> notes) {
  private static final int SCHEMA = 1;
  private static final List<String> LEGEND =
      List.of(
          "opened/s: items per second over mTLS, in signed requests, each audited to PostgreSQL"
              + " before it is opened.",
          "alone/s: the same private-key operations of the HSM per second, by C threads on all CPUs,"
              + " nothing else running.",
          "ratio: median of the rounds' ratios, with half the quartiles' distance.",
          "p50, p99: what a request takes, in milliseconds, while all these clients ask.",
          "us: processor time for one item in microseconds: of the HSM alone, of the key server (HSM"
              + " included), of",
          "    PostgreSQL and of the clients. All of them share this machine's CPUs, with the HSM,"
              + " too.");

  /**
   * The table.
   *
   * @return lines that end with a line feed
   */
  public String text() {
    StringBuilder out = new StringBuilder();
    line(out, "Kekkai key server", date + (quick ? ", quick" : ""));
    line(
        out,
        "Machine",
        machine.cpu() + ", " + machine.cores() + " cores; load before the run " + machine.load());
    line(out, "System", machine.system());
    line(out, "Java", machine.java());
    versions.values().forEach(version -> line(out, "", version));
    Grid grid = new Grid();
    String kek = "";
    for (ServerResult r : results) {
      if (!r.kek().equals(kek)) {
        kek = r.kek();
        grid.line(List.of(""));
        grid.line(
            List.of(
                kek,
                "opened/s",
                "alone/s",
                "ratio",
                "+-",
                "goal",
                "",
                "p50 ms",
                "p99 ms",
                "us: HSM",
                "server",
                "PostgreSQL",
                "clients"));
      }
      grid.line(row(r));
    }
    out.append(grid).append('\n').append(String.join("\n", LEGEND)).append('\n');
    notes.forEach(note -> out.append("Note: ").append(note).append('\n'));
    long promises = results.stream().filter(ServerResult::isPromise).count();
    long reached = results.stream().filter(r -> r.isPromise() && r.isReached()).count();
    return out.append(String.format(Locale.ROOT, "%n%d of %d goals reached%n", reached, promises))
        .toString();
  }

  private static void line(StringBuilder out, String name, String value) {
    out.append(String.format(Locale.ROOT, "%-18s %s%n", name, value));
  }

  private List<String> row(ServerResult r) {
    List<String> row = new ArrayList<>();
    row.add("  " + r.shape());
    row.add(Figures.rate(r.opened().median()));
    row.add(Figures.rate(r.bare().median()));
    row.add(Figures.ratio(r.ratio().median()));
    row.add(Figures.spread(r.ratio()));
    row.add(r.isPromise() ? Figures.ratio(r.goal()) : "");
    row.add(verdict(r));
    row.add(Figures.ratio(r.median()));
    row.add(Figures.ratio(r.p99()));
    row.add(Figures.bytes(r.hsm()));
    row.add(Figures.bytes(r.server()));
    row.add(Figures.bytes(r.database()));
    row.add(Figures.bytes(r.clients()));
    return row;
  }

  private static String verdict(ServerResult r) {
    if (!r.isPromise()) {
      return "";
    }
    return r.isReached() ? "reached" : "MISSED";
  }

  /**
   * The same as JSON; the module's README describes it.
   *
   * @return one JSON object
   */
  public String json() {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("schema", SCHEMA);
    all.put("date", date);
    all.put("quick", quick);
    all.put("machine", JsonReport.machine(machine));
    all.put("versions", versions);
    all.put("rows", results.stream().map(ServerTable::json).toList());
    all.put("notes", notes);
    return Json.of(all);
  }

  private static Map<String, @Nullable Object> json(ServerResult r) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("id", r.id());
    row.put("title", r.kek() + ", " + r.shape());
    row.put("opened", JsonReport.quartiles(r.opened()));
    row.put("alone", JsonReport.quartiles(r.bare()));
    row.put("ratio", JsonReport.quartiles(r.ratio()));
    row.put("least", r.isPromise() ? r.goal() : null);
    row.put("reached", r.isPromise() ? r.isReached() : null);
    Map<String, Object> latency = new LinkedHashMap<>();
    latency.put("p50", r.median());
    latency.put("p99", r.p99());
    row.put("latencyMillis", latency);
    Map<String, Object> cpu = new LinkedHashMap<>();
    cpu.put("hsm", r.hsm());
    cpu.put("server", r.server());
    cpu.put("database", r.database());
    cpu.put("clients", r.clients());
    row.put("cpuMicros", cpu);
    return row;
  }
}
