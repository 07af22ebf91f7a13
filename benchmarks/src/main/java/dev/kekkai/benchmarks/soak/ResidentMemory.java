package dev.kekkai.benchmarks.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The resident memory of this process, second by second. Not thread-safe. */
final class ResidentMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  static final int MINUTE = 60;

  private final List<Long> kibibytes = new ArrayList<>();

  /** Takes one value. */
  long sample() throws IOException {
    String line =
        Files.readAllLines(STATUS, StandardCharsets.UTF_8).stream()
            .filter(l -> l.startsWith("VmRSS:"))
            .findFirst()
            .orElseThrow(() -> new IOException(STATUS + " tells no VmRSS"));
    long value = Long.parseLong(line.replaceAll("\\D", ""));
    add(value);
    return value;
  }

  void add(long value) {
    kibibytes.add(value);
  }

  /** Median of the second minute. */
  long second() {
    return median(kibibytes.subList(MINUTE, 2 * MINUTE));
  }

  /** Median of the last minute. */
  long last() {
    return median(kibibytes.subList(kibibytes.size() - MINUTE, kibibytes.size()));
  }

  /** Growth from the second minute to the last, in percent. */
  double growth() {
    return 100.0 * (last() - second()) / second();
  }

  private static long median(List<Long> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }
}
