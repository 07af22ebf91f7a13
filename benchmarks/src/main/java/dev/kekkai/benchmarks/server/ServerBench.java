package dev.kekkai.benchmarks.server;

import dev.kekkai.benchmarks.run.BareLoop;
import dev.kekkai.benchmarks.run.Workshop;
import dev.kekkai.client.KekUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The whole run: on each token a key server; for each KEK first its clients' shapes and the C loop
 * in turns. One works at a time, so each has the machine for itself. Not thread-safe.
 */
public final class ServerBench {
  private static final int CPUS = Runtime.getRuntime().availableProcessors();
  private static final Duration LEAD = Duration.ofMillis(300);
  private static final Duration WARM_UP_SLICE = Duration.ofMillis(500);

  private final Workshop workshop;
  private final Path sources;
  private final ServerSchedule schedule;
  private final Consumer<String> progress;
  private final Map<String, String> versions = new LinkedHashMap<>();
  private final List<ServerResult> results = new ArrayList<>();

  /**
   * On tokens that have been made.
   *
   * @param workshop has them
   * @param sources the C loop's sources
   * @param schedule how long it may take
   * @param progress told what is being done, one line each
   */
  public ServerBench(
      Workshop workshop, Path sources, ServerSchedule schedule, Consumer<String> progress) {
    this.workshop = workshop;
    this.sources = sources;
    this.schedule = schedule;
    this.progress = progress;
  }

  /**
   * Measures.
   *
   * @param wanted a regular expression that KEKs' ids have a match for; empty for all
   * @return results in the order of the table
   * @throws Exception when anything fails: half a table is of no use
   */
  public List<ServerResult> run(String wanted) throws Exception {
    Pattern pattern = Pattern.compile(wanted);
    List<ServerKek> keks =
        Stream.of(ServerKek.values())
            .filter(kek -> workshop.tokens().contains(kek.token()))
            .filter(kek -> pattern.matcher(kek.id()).find())
            .toList();
    if (keks.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "No KEK that can be measured matches '%s'; there are %s",
              wanted,
              Stream.of(ServerKek.values()).map(ServerKek::id).toList()));
    }
    Path program = BareLoop.build(sources, workshop.folder());
    progress.accept("starting PostgreSQL");
    try (BenchDatabase database = BenchDatabase.start(workshop.folder())) {
      for (String token : keks.stream().map(ServerKek::token).distinct().toList()) {
        List<ServerKek> here = keks.stream().filter(kek -> kek.token().equals(token)).toList();
        progress.accept("starting a key server on " + token);
        try (ServerStand stand = ServerStand.start(workshop.folder(), token, here, database)) {
          measure(program, stand, here);
        }
      }
    }
    return List.copyOf(results);
  }

  private void measure(Path program, ServerStand stand, List<ServerKek> keks) throws Exception {
    progress.accept("warming up");
    warmUp(loads(stand, ServerStand.WARM_UP), stand);
    for (ServerKek kek : keks) {
      try (BareLoop bare =
          BareLoop.start(
              program, workshop.folder(), kek.token(), kek.bareOperation(), stand.bareInput(kek))) {
        versions.put(kek.token(), bare.version());
        measure(kek, stand, bare);
      }
    }
  }

  private static Map<Shape, Load> loads(ServerStand stand, String kek)
      throws KekUnavailableException {
    SealedItems items = new SealedItems(stand.clients(), kek);
    Map<Shape, Load> loads = new EnumMap<>(Shape.class);
    for (Shape shape : Shape.values()) {
      int size = shape.items();
      loads.put(
          shape, new Load(shape.clients(), size == 1 ? items::open : () -> items.openBatch(size)));
    }
    return loads;
  }

  /** With the KEK that takes the HSM the least time, so that the rest gets warm soon. */
  private void warmUp(Map<Shape, Load> loads, ServerStand stand) throws Exception {
    long end = System.nanoTime() + Duration.ofMillis(schedule.mostWarmUpMillis()).toNanos();
    while (stand.requests() < schedule.warmUpRequests() && System.nanoTime() - end < 0) {
      for (Load load : loads.values()) {
        load.warmUp(WARM_UP_SLICE);
      }
    }
  }

  private record Trial(Load load, Tally tally) {}

  private void measure(ServerKek kek, ServerStand stand, BareLoop bare) throws Exception {
    List<Trial> trials = new ArrayList<>();
    loads(stand, kek.id())
        .forEach((shape, load) -> trials.add(new Trial(load, new Tally(kek, shape))));
    for (Trial trial : trials) {
      trial.load.warmUp(LEAD);
    }
    for (int round = 1; round <= schedule.rounds(); round++) {
      progress.accept(
          String.format(Locale.ROOT, "%s, round %d of %d", kek.id(), round, schedule.rounds()));
      for (Trial trial : trials) {
        BareLoop.Rate alone = bare.measure(CPUS, schedule.bareMillis());
        Load.Window window =
            trial.load.run(LEAD, Duration.ofMillis(schedule.sliceMillis()), stand.clock());
        trial.tally.add(window, alone);
      }
    }
    trials.forEach(trial -> results.add(trial.tally.result()));
  }

  /**
   * What each module called itself.
   *
   * @return by the token's name
   */
  public Map<String, String> versions() {
    return versions;
  }
}
