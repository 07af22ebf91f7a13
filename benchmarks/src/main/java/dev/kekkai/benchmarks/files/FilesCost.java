package dev.kekkai.benchmarks.files;

import java.util.Locale;

/**
 * What one file took.
 *
 * @param nanos time, the start of the JVM not included
 * @param cpuNanos of all processors, compiler and collector included
 * @param heapPeak bytes of heap at most in use, garbage included
 */
record FilesCost(long nanos, long cpuNanos, long heapPeak) {
  String line() {
    return String.format(Locale.ROOT, "%d %d %d", nanos, cpuNanos, heapPeak);
  }

  static FilesCost parse(String line) {
    String[] parts = line.trim().split(" ", -1);
    return new FilesCost(
        Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
  }
}
