package dev.kekkai.benchmarks.worker;

import java.util.Locale;

/**
 * What one slice gave, over all threads.
 *
 * @param operations how many were done
 * @param nanos how long the slowest thread took
 * @param allocatedBytes Java heap allocated by the threads meanwhile; 0 for a program in C
 * @param compilerMillis how long the JIT compiler worked meanwhile; 0 for a program in C
 */
public record Measurement(long operations, long nanos, long allocatedBytes, long compilerMillis) {
  private static final String OK = "ok";

  /**
   * The rate.
   *
   * @return operations per second
   */
  public double perSecond() {
    return operations * 1e9 / nanos;
  }

  /**
   * The share of one operation in what was allocated.
   *
   * @return bytes
   */
  public double bytesPerOperation() {
    return (double) allocatedBytes / operations;
  }

  /**
   * The line of the protocol.
   *
   * @return {@code ok OPERATIONS NANOS BYTES COMPILER_MILLIS}
   */
  public String toLine() {
    return String.format(
        Locale.ROOT, "%s %d %d %d %d", OK, operations, nanos, allocatedBytes, compilerMillis);
  }

  /**
   * Whether a line of the protocol is a measurement; all others say why there is none.
   *
   * @param line a worker's answer
   * @return true for one that {@link #parse} takes
   */
  public static boolean isOne(String line) {
    return line.startsWith(OK + " ");
  }

  /**
   * Reads a line of the protocol.
   *
   * @param line as {@link #toLine()} writes it
   * @return the measurement
   */
  public static Measurement parse(String line) {
    String[] words = line.split(" ", -1);
    return new Measurement(
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        Long.parseLong(words[3]),
        Long.parseLong(words[4]));
  }
}
