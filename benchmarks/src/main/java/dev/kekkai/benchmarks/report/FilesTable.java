package dev.kekkai.benchmarks.report;

import dev.kekkai.benchmarks.files.FilesBench;
import dev.kekkai.benchmarks.files.FilesResult;
import dev.kekkai.benchmarks.run.Machine;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of files, for a terminal and as JSON.
 *
 * @param date when the run began
 * @param bytes length of the file
 * @param rounds how often it went there and back
 * @param machine where it ran
 * @param results rows in the order of the table
 * @param notes what was missing, and why
 */
public record FilesTable(
    Instant date,
    long bytes,
    int rounds,
    Machine machine,
    List<FilesResult> results,
    List<String> notes) {
  private static final int SCHEMA = 1;
  private static final double MEBIBYTE = 1024.0 * 1024;
  private static final List<String> LEGEND =
      List.of(
          "MB/s: 10^6 bytes of plaintext per second, until the new file is on the disk; the start of"
              + " the JVM does not count.",
          "ratio: to the plain loop over SunJCE with the same segments, in the same round; +-: half"
              + " the quartiles' distance.",
          "cpu s/GB: processor time for 10^9 bytes, compiler and collector included.",
          "heap: MiB at most in use, garbage included.");

  /**
   * The table.
   *
   * @return lines that end with a line feed
   */
  public String text() {
    StringBuilder out = new StringBuilder();
    line(
        out,
        "Kekkai files",
        String.format(
            Locale.ROOT,
            "%s, %,d bytes there and back, %d round%s, heap limited to %d MiB",
            date,
            bytes,
            rounds,
            rounds == 1 ? "" : "s",
            FilesBench.HEAP_MIB));
    line(
        out,
        "Machine",
        machine.cpu() + ", " + machine.cores() + " cores; load before the run " + machine.load());
    line(out, "System", machine.system());
    line(out, "Java", machine.java());
    Grid grid = new Grid();
    grid.line(List.of(""));
    grid.line(List.of("", "MB/s", "ratio", "+-", "cpu s/GB", "heap"));
    results.forEach(result -> grid.line(row(result)));
    out.append(grid).append('\n').append(String.join("\n", LEGEND)).append('\n');
    notes.forEach(note -> out.append("Note: ").append(note).append('\n'));
    return out.toString();
  }

  private static void line(StringBuilder out, String name, String value) {
    out.append(String.format(Locale.ROOT, "%-18s %s%n", name, value));
  }

  private static List<String> row(FilesResult r) {
    return List.of(
        r.title(),
        Figures.rate(r.rate().median()),
        Figures.ratio(r.ratio().median()),
        Figures.spread(r.ratio()),
        Figures.ratio(r.cpuSeconds()),
        Figures.bytes(r.heapPeak() / MEBIBYTE));
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
    all.put("bytes", bytes);
    all.put("rounds", rounds);
    all.put("heapLimitMiB", FilesBench.HEAP_MIB);
    all.put("machine", JsonReport.machine(machine));
    all.put("rows", results.stream().map(FilesTable::json).toList());
    all.put("notes", notes);
    return Json.of(all);
  }

  private static Map<String, @Nullable Object> json(FilesResult r) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("id", r.id());
    row.put("title", r.title());
    row.put("rate", JsonReport.quartiles(r.rate()));
    row.put("ratio", JsonReport.quartiles(r.ratio()));
    row.put("cpuSecondsPerGB", r.cpuSeconds());
    row.put("heapPeakBytes", r.heapPeak());
    return row;
  }
}
