package dev.kekkai.dekstore;

/** Hears how far something is that reads every row of a store. Called by one thread. */
public interface RowListener {
  /** Hears nothing. */
  RowListener NONE =
      new RowListener() {
        @Override
        public void total(long rows) {}

        @Override
        public void done(long more) {}
      };

  /**
   * How many rows there are, told at the start: others may add some meanwhile.
   *
   * @param rows 0 and up
   */
  void total(long rows);

  /**
   * Some more are read, and what there was to do with them is done.
   *
   * @param more how many
   */
  void done(long more);
}
