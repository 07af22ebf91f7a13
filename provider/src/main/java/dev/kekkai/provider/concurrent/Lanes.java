package dev.kekkai.provider.concurrent;

/**
 * How many lanes a shared thing has, and where a thread begins to look for a free one. Lanes belong
 * to no thread, so that thousands of virtual threads need no more of them than there are CPUs.
 */
public final class Lanes {
  private static final int MOST = 64;

  /** More threads than CPUs are usual, and a lane stays taken while its thread has no CPU. */
  private static final int LEAST = 16;

  /** A power of two, and at least twice the CPUs that the JVM saw when it started. */
  public static final int COUNT = count(Runtime.getRuntime().availableProcessors());

  private Lanes() {}

  static int count(int cpus) {
    int needed = Math.min(MOST, Math.max(LEAST, 2 * cpus));
    return Integer.highestOneBit(needed - 1) << 1;
  }

  /**
   * Where to look at the given try: the calling thread's own lane first, then the others.
   *
   * @param attempt 0 to {@link #COUNT} - 1
   * @return a number below {@link #COUNT}, another one at each try
   */
  public static int at(int attempt) {
    return ((int) Thread.currentThread().getId() + attempt) & (COUNT - 1);
  }
}
