package dev.kekkai.benchmarks.rewrap;

import dev.kekkai.benchmarks.run.BareLoop;
import dev.kekkai.benchmarks.run.Workshop;
import dev.kekkai.benchmarks.server.BenchDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The whole run on SoftHSM2: a DEK store is filled, then the C loops, the rewrap and the C loops
 * again, one at a time, so that each has the machine for itself. Not thread-safe.
 */
public final class RewrapBench {
  private static final String TOKEN = "softhsm2";
  private static final double GOAL = 0.7;
  private static final int SLICES = 3;
  private static final long SLICE_MILLIS = 1000;

  private final Workshop workshop;
  private final Path sources;
  private final int deks;
  private final Consumer<String> progress;
  private final Map<String, Series> series = new LinkedHashMap<>();

  /**
   * On tokens that have been made.
   *
   * @param workshop has them
   * @param sources the C loop's sources
   * @param deks how many DEKs to rewrap, 1 and up
   * @param progress told what is being done, one line each
   */
  public RewrapBench(Workshop workshop, Path sources, int deks, Consumer<String> progress) {
    this.workshop = workshop;
    this.sources = sources;
    this.deks = deks;
    this.progress = progress;
  }

  private record Series(
      BareLoop loop, String title, int threads, double goal, List<BareLoop.Rate> rates) {
    void measure() throws Exception {
      for (int i = 0; i < SLICES; i++) {
        rates.add(loop.measure(threads, SLICE_MILLIS));
      }
    }

    RewrapFigures.Bound bound(String id) {
      return new RewrapFigures.Bound(
          id,
          title,
          rates.stream()
              .mapToDouble(BareLoop.Rate::perSecond)
              .sorted()
              .skip(SLICES)
              .findFirst()
              .orElseThrow(),
          rates.stream().mapToDouble(BareLoop.Rate::cpuMicros).average().orElseThrow(),
          goal);
    }
  }

  /**
   * Measures.
   *
   * @return the figures
   * @throws Exception when anything fails
   */
  public RewrapFigures run() throws Exception {
    if (deks < 1) {
      throw new IllegalArgumentException("--deks is 1 and up, not " + deks);
    }
    if (!workshop.tokens().contains(TOKEN)) {
      throw new IllegalStateException("A rewrap is measured on SoftHSM2, which is not there");
    }
    Path program = BareLoop.build(sources, workshop.folder());
    progress.accept("starting PostgreSQL");
    try (BenchDatabase database = BenchDatabase.start(workshop.folder())) {
      RewrapStore store = RewrapStore.on(workshop.folder(), TOKEN, database);
      progress.accept(String.format(Locale.ROOT, "making %,d DEKs", deks));
      store.fill(deks);
      try (BareLoop bare = BareLoop.start(program, workshop.folder(), TOKEN, "rewrap");
          BareLoop proved = BareLoop.start(program, workshop.folder(), TOKEN, "rewrap-proved")) {
        return measure(store, bare, proved);
      }
    }
  }

  private RewrapFigures measure(RewrapStore store, BareLoop bare, BareLoop proved)
      throws Exception {
    int threads = store.threads();
    plan("rewrap-1", bare, "unwrap and wrap", 1, GOAL);
    plan("rewrap-" + threads, bare, "unwrap and wrap", threads, 0);
    plan("proved-1", proved, "every call of a rewrap", 1, 0);
    plan("proved-" + threads, proved, "every call of a rewrap", threads, 0);
    measureAlone();
    progress.accept("rewrapping");
    RewrapStore.Run run = store.rewrap();
    measureAlone();
    List<RewrapFigures.Bound> bounds = new ArrayList<>();
    series.forEach((id, each) -> bounds.add(each.bound(id)));
    return new RewrapFigures(
        bare.version(),
        deks,
        RewrapStore.HEAP_MEGABYTES,
        threads,
        run.perSecond(),
        run.rewrapMicros(),
        run.databaseMicros(),
        bounds);
  }

  private void plan(String id, BareLoop loop, String what, int threads, double goal) {
    String title =
        String.format(Locale.ROOT, "%s, %d %s", what, threads, threads == 1 ? "thread" : "threads");
    series.putIfAbsent(id, new Series(loop, title, threads, goal, new ArrayList<>()));
  }

  private void measureAlone() throws Exception {
    progress.accept("the HSM alone");
    for (Series each : series.values()) {
      each.measure();
    }
  }
}
