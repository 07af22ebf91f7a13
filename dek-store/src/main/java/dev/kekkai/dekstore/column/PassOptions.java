package dev.kekkai.dekstore.column;

/**
 * How hard a column is worked on.
 *
 * @param batch rows that are read, and changed in one transaction, at once; 1 to 10,000. Others
 *     wait for a row no longer than that transaction takes
 * @param threads batches at work at the same time, 1 to 64; each has a connection
 * @param rowsPerSecond the most rows read in a second; 0 for as many as can be
 */
public record PassOptions(int batch, int threads, long rowsPerSecond) {
  /** The most rows at once. */
  public static final int MOST_BATCH = 10_000;

  /** The most batches at the same time. */
  public static final int MOST_THREADS = 64;

  /** 1,000 rows, 4 threads, as many as can be. */
  public static final PassOptions DEFAULT = new PassOptions(1000, 4, 0);

  /**
   * Checks the bounds.
   *
   * @param batch rows at once
   * @param threads batches at the same time
   * @param rowsPerSecond the most rows in a second
   * @throws IllegalArgumentException when one is outside its bounds; says what they are
   */
  public PassOptions {
    if (batch < 1 || batch > MOST_BATCH || threads < 1 || threads > MOST_THREADS) {
      throw new IllegalArgumentException(
          "a batch has 1 to "
              + MOST_BATCH
              + " rows, and there are 1 to "
              + MOST_THREADS
              + " threads");
    }
    if (rowsPerSecond < 0) {
      throw new IllegalArgumentException("rows per second are 0 and up");
    }
  }

  /**
   * Connections that work needs at most.
   *
   * @return one for each thread and one to read with
   */
  public int connections() {
    return threads + 1;
  }
}
