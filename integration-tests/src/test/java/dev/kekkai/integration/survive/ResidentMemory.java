package dev.kekkai.integration.survive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How much memory this process has, once a second. For one thread. */
final class ResidentMemory {
  private final List<Long> kib = new ArrayList<>();

  void watch(Duration time) throws IOException, InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      Thread.sleep(1000);
      kib.add(now());
    }
  }

  private static long now() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(l -> l.startsWith("VmRSS"))
        .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  /** A minute is a sixtieth of ten; of a shorter time, a tenth. */
  private List<Long> part(int number) {
    int length = Math.max(1, kib.size() / 10);
    return kib.subList(number * length, Math.min(kib.size(), (number + 1) * length));
  }

  long second() {
    return median(part(1));
  }

  long last() {
    return median(kib.subList(Math.max(0, kib.size() - Math.max(1, kib.size() / 10)), kib.size()));
  }

  private static long median(List<Long> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  String describe() {
    List<Long> medians = new ArrayList<>();
    for (int i = 0; i < 10 && i < kib.size(); i++) {
      medians.add(median(part(i)));
    }
    return String.format(
        "resident KiB, medians of tenths of the time %s; last to second %+.2f %%",
        medians, 100.0 * last() / second() - 100);
  }
}
