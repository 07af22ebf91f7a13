package dev.kekkai.benchmarks.server;

import dev.kekkai.benchmarks.run.BareLoop;
import dev.kekkai.benchmarks.run.Quartiles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The rounds of one row. Not thread-safe. */
final class Tally {
  private static final double NANOS_PER_MILLI = 1e6;

  private final ServerKek kek;
  private final Shape shape;
  private final List<Load.Window> windows = new ArrayList<>();
  private final List<BareLoop.Rate> bare = new ArrayList<>();

  Tally(ServerKek kek, Shape shape) {
    this.kek = kek;
    this.shape = shape;
  }

  /** One round: what was opened, and the bare rate just before. */
  void add(Load.Window window, BareLoop.Rate alone) {
    windows.add(window);
    bare.add(alone);
  }

  ServerResult result() {
    List<Double> ratios = new ArrayList<>();
    List<Long> latencies = new ArrayList<>();
    for (int i = 0; i < windows.size(); i++) {
      ratios.add(windows.get(i).perSecond() / bare.get(i).perSecond());
      latencies.addAll(windows.get(i).latencies());
    }
    Collections.sort(latencies);
    return new ServerResult(
        kek.id() + '.' + shape.id(),
        kek.title(),
        shape.title(),
        quartiles(windows.stream().map(Load.Window::perSecond).toList()),
        quartiles(bare.stream().map(BareLoop.Rate::perSecond).toList()),
        quartiles(ratios),
        millis(latencies, 0.5),
        millis(latencies, 0.99),
        quartiles(bare.stream().map(BareLoop.Rate::cpuMicros).toList()).median(),
        cpu(Cpu::server),
        cpu(Cpu::database),
        cpu(Cpu::clients),
        shape.goal());
  }

  private double cpu(ToDoubleFunction<Cpu> part) {
    return quartiles(windows.stream().map(w -> part.applyAsDouble(w.cpu())).toList()).median();
  }

  private static double millis(List<Long> sorted, double share) {
    int index = (int) Math.min(sorted.size() - 1L, Math.round(share * sorted.size()));
    return sorted.get(index) / NANOS_PER_MILLI;
  }

  private static Quartiles quartiles(List<Double> values) {
    return Quartiles.of(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
