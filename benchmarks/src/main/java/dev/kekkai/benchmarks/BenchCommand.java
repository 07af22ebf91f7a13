package dev.kekkai.benchmarks;

import dev.kekkai.benchmarks.files.FilesBench;
import dev.kekkai.benchmarks.files.FilesResult;
import dev.kekkai.benchmarks.report.FilesTable;
import dev.kekkai.benchmarks.report.JsonReport;
import dev.kekkai.benchmarks.report.Report;
import dev.kekkai.benchmarks.report.RewrapTable;
import dev.kekkai.benchmarks.report.ServerTable;
import dev.kekkai.benchmarks.report.SvgChart;
import dev.kekkai.benchmarks.report.TableText;
import dev.kekkai.benchmarks.rewrap.RewrapBench;
import dev.kekkai.benchmarks.run.Bench;
import dev.kekkai.benchmarks.run.Machine;
import dev.kekkai.benchmarks.run.Result;
import dev.kekkai.benchmarks.run.Schedule;
import dev.kekkai.benchmarks.run.Workshop;
import dev.kekkai.benchmarks.server.ServerBench;
import dev.kekkai.benchmarks.server.ServerResult;
import dev.kekkai.benchmarks.server.ServerSchedule;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures and prints, or runs the soak or JMH on the same tokens. */
@Command(
    name = "kekkai bench",
    description = {
      "Measures Kekkai beside a C loop over the same module, SunPKCS11, SunJCE, Tink and the AWS"
          + " Encryption SDK, and prints one table.",
      "A full run takes about 20 minutes. See benchmarks/README.md."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class BenchCommand implements Callable<Integer> {
  private static final int FILE_ROUNDS = 3;

  @Option(names = "--quick", description = "Fewer rows, fewer rounds; below three minutes.")
  private boolean quick;

  @Option(
      names = "--rows",
      paramLabel = "REGEX",
      defaultValue = "",
      description = "Only rows whose id has a match, such as 'nss.encrypt' or 'field'.")
  private String rows = "";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for results.json, table.txt and chart.svg; build/bench without it.")
  private @Nullable Path out;

  @Option(names = "--json", description = "Print the JSON rather than the table.")
  private boolean json;

  @Option(
      names = "--server",
      description =
          "Measure the key server, audited to PostgreSQL; below four minutes. With --quick one.")
  private boolean server;

  @Option(
      names = "--rewrap",
      description = "Measure the rewrap of a DEK store in PostgreSQL beside SoftHSM2 alone.")
  private boolean rewrap;

  @Option(
      names = "--deks",
      paramLabel = "N",
      defaultValue = "100000",
      description = "With --rewrap: how many DEKs (${DEFAULT-VALUE}).")
  private int deks;

  @Option(
      names = "--files",
      description =
          "Encrypt and decrypt a large file in small heaps, beside a plain loop over SunJCE.")
  private boolean files;

  @Option(
      names = "--size",
      paramLabel = "N[k|m|g]",
      description = "With --files: its length. Default: 10g, with --quick 1g.")
  private @Nullable String size;

  @Option(names = "--soak", description = "Run millions of operations and watch the memory.")
  private boolean soak;

  @Option(
      names = "--operations",
      paramLabel = "N",
      defaultValue = "10000000",
      description = "With --soak: at least so many operations (${DEFAULT-VALUE}).")
  private long operations;

  @Option(names = "--jmh", description = "Run JMH with the arguments after --.")
  private boolean jmh;

  @Parameters(paramLabel = "ARGUMENT", description = "With --jmh: arguments of JMH, after --.")
  private List<String> arguments = new ArrayList<>();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Settings settings = Settings.ofSystem();
    try (Workshop workshop = Workshop.open(settings.work())) {
      say("making throw-away tokens in " + workshop.folder());
      List<String> notes = workshop.makeTokens(settings.softHsm(), settings.nss());
      if (soak) {
        return OtherPrograms.soak(workshop.folder(), operations);
      }
      if (server) {
        return server(settings, workshop, notes);
      }
      if (rewrap) {
        return rewrap(settings, workshop);
      }
      if (files) {
        return files(settings, workshop, notes);
      }
      return jmh
          ? OtherPrograms.jmh(workshop.folder(), arguments)
          : bench(settings, workshop, notes);
    }
  }

  private int bench(Settings settings, Workshop workshop, List<String> notes) throws Exception {
    Instant date = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Machine machine = Machine.here();
    Schedule schedule = quick ? Schedule.QUICK : Schedule.FULL;
    try (Bench bench = new Bench(workshop.folder(), settings.sources(), schedule, this::say)) {
      List<Result> results = bench.run(workshop.tokens(), quick, rows);
      List<String> all = new ArrayList<>(notes);
      all.addAll(bench.notes());
      write(
          new Report(date, quick, machine, bench.versions(), results, all),
          out == null ? settings.out() : out);
    }
    return 0;
  }

  private int server(Settings settings, Workshop workshop, List<String> notes) throws Exception {
    Instant date = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Machine machine = Machine.here();
    ServerBench bench =
        new ServerBench(
            workshop,
            settings.sources(),
            quick ? ServerSchedule.QUICK : ServerSchedule.FULL,
            this::say);
    List<ServerResult> results = bench.run(rows);
    ServerTable report = new ServerTable(date, quick, machine, bench.versions(), results, notes);
    Path folder = out == null ? settings.out() : out;
    print(folder, "server.txt", report.text(), "server.json", report.json());
    say("wrote server.txt and server.json in " + folder);
    return 0;
  }

  private int rewrap(Settings settings, Workshop workshop) throws Exception {
    Instant date = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Machine machine = Machine.here();
    RewrapBench bench = new RewrapBench(workshop, settings.sources(), deks, this::say);
    RewrapTable report = new RewrapTable(date, machine, bench.run());
    Path folder = out == null ? settings.out() : out;
    print(folder, "rewrap.txt", report.text(), "rewrap.json", report.json());
    say("wrote rewrap.txt and rewrap.json in " + folder);
    return 0;
  }

  private int files(Settings settings, Workshop workshop, List<String> notes) throws Exception {
    Instant date = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Machine machine = Machine.here();
    long bytes = ByteCount.parse(size == null ? (quick ? "1g" : "10g") : size);
    int rounds = quick ? 1 : FILE_ROUNDS;
    List<FilesResult> results = new FilesBench(workshop, bytes, rounds, this::say).run();
    FilesTable report = new FilesTable(date, bytes, rounds, machine, results, notes);
    Path folder = out == null ? settings.out() : out;
    print(folder, "files.txt", report.text(), "files.json", report.json());
    say("wrote files.txt and files.json in " + folder);
    return 0;
  }

  private void write(Report report, Path folder) throws IOException {
    String table = new TableText(report).text();
    String text = JsonReport.text(report);
    print(folder, "table.txt", table, "results.json", text);
    Files.writeString(folder.resolve("chart.svg"), SvgChart.text(report));
    say("wrote table.txt, results.json and chart.svg in " + folder);
  }

  private void print(Path folder, String tableName, String table, String jsonName, String text)
      throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(tableName), table);
    Files.writeString(folder.resolve(jsonName), text);
    writer(true).print(json ? text : table);
    writer(true).flush();
  }

  /** Progress goes beside the result, not into it. */
  private void say(String line) {
    writer(false).println("kekkai bench: " + line);
    writer(false).flush();
  }

  private PrintWriter writer(boolean result) {
    if (spec == null) {
      throw new IllegalStateException("picocli sets it");
    }
    return result ? spec.commandLine().getOut() : spec.commandLine().getErr();
  }
}
