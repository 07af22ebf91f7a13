package dev.kekkai.benchmarks.rewrap;

import dev.kekkai.benchmarks.contender.BenchToken;
import dev.kekkai.benchmarks.run.Launch;
import dev.kekkai.benchmarks.server.BenchDatabase;
import dev.kekkai.config.Environment;
import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.dekstore.DekLifecycle;
import dev.kekkai.dekstore.KekRegistry;
import dev.kekkai.dekstore.Rewrap;
import dev.kekkai.dekstore.jdbc.StoreDatabase;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A DEK store in PostgreSQL, and {@code kekkai rewrap} on it in a JVM of its own. */
final class RewrapStore {
  static final int HEAP_MEGABYTES = 256;

  private static final String TO = "rewrapped";
  private static final int BATCH = 500;
  private static final Pattern RESULT =
      Pattern.compile("Rewrapped ([0-9,]+) DEKs .* in ([0-9.]+) s");

  private final Path configuration;
  private final BenchDatabase database;

  private RewrapStore(Path configuration, BenchDatabase database) {
    this.configuration = configuration;
    this.database = database;
  }

  static RewrapStore on(Path folder, String token, BenchDatabase database) throws Exception {
    Path configuration = folder.resolve("rewrap.properties");
    Files.copy(BenchToken.configuration(folder, token, "software"), configuration);
    Files.writeString(
        configuration,
        String.format(
            Locale.ROOT,
            "store = %s?user=%s%nstore.head = %s%n",
            database.create("deks"),
            BenchDatabase.USER,
            folder.resolve("store-head")),
        StandardOpenOption.APPEND);
    return new RewrapStore(configuration, database);
  }

  int threads() {
    return Rewrap.threads(KekkaiConfig.load(configuration));
  }

  /** DEKs under the KEK that all contenders use; and, for the C loop, that KEK's next version. */
  void fill(int deks) throws Exception {
    KekkaiConfig config = KekkaiConfig.load(configuration);
    ExecutorService threads = Executors.newFixedThreadPool(threads());
    try (KekkaiProvider provider = KekkaiProvider.of(config);
        StoreDatabase store =
            StoreDatabase.open(String.valueOf(config.store()), Environment.DEVELOPMENT)) {
      KekRegistry keks = new KekRegistry(provider, store.keks());
      keks.primary(BenchToken.KEK);
      provider.maker().create(KekSpec.aes(TO));
      keks.primary(TO);
      DekLifecycle deksOf = new DekLifecycle(provider, store.deks(), store.keks());
      List<Future<?>> batches = new ArrayList<>();
      for (int i = 0; i < deks; i += BATCH) {
        List<String> names =
            IntStream.range(i, Math.min(deks, i + BATCH)).mapToObj(n -> "customer-" + n).toList();
        batches.add(threads.submit(() -> deksOf.makeAll(names, BenchToken.KEK)));
      }
      for (Future<?> batch : batches) {
        batch.get();
      }
      provider.maker().rotate(BenchToken.KEK);
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * How it went.
   *
   * @param perSecond DEKs per second, from its first look at the store to its last
   * @param rewrapMicros processor time of its process for one DEK
   * @param databaseMicros processor time of PostgreSQL for one DEK
   */
  record Run(double perSecond, double rewrapMicros, double databaseMicros) {}

  Run rewrap() throws IOException, InterruptedException {
    List<String> command = Launch.javaCommand();
    command.removeIf(argument -> argument.startsWith("-Xm"));
    command.addAll(
        1,
        List.of(
            "-Xmx" + HEAP_MEGABYTES + "m",
            "-Dkekkai.binding=" + System.getProperty("kekkai.binding", "auto")));
    command.addAll(
        List.of(
            "dev.kekkai.cli.Main",
            "rewrap",
            "--config",
            configuration.toString(),
            "--from",
            BenchToken.KEK_LABEL,
            "--to",
            TO + ".v1",
            "--report",
            configuration.resolveSibling("report.jws").toString()));
    Path log = configuration.resolveSibling("rewrap.log");
    Duration databaseBefore = databaseTime();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Duration used = Duration.ZERO;
    Duration ofDatabase = Duration.ZERO;
    while (!process.waitFor(200, TimeUnit.MILLISECONDS)) { // what has ended is not told any more
      used = process.info().totalCpuDuration().orElse(used);
      ofDatabase = databaseTime().minus(databaseBefore);
    }
    String said = Files.readString(log);
    Matcher result = RESULT.matcher(said);
    if (process.exitValue() != 0 || !result.find()) {
      throw new IOException("The rewrap failed: " + said);
    }
    long deks = Long.parseLong(result.group(1).replace(",", ""));
    return new Run(
        deks / Double.parseDouble(result.group(2)),
        used.toNanos() / 1e3 / deks,
        ofDatabase.toNanos() / 1e3 / deks);
  }

  private Duration databaseTime() {
    return ProcessHandle.of(database.pid()).stream()
        .flatMap(first -> Stream.concat(Stream.of(first), first.descendants()))
        .map(each -> each.info().totalCpuDuration())
        .flatMap(Optional::stream)
        .reduce(Duration.ZERO, Duration::plus);
  }
}
