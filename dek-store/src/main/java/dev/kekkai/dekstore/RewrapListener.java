package dev.kekkai.dekstore;

/** Hears how a rewrap gets on. Called by several threads at once. */
public interface RewrapListener {
  /** Hears nothing. */
  RewrapListener NONE =
      new RewrapListener() {
        @Override
        public void total(long deks) {}

        @Override
        public void done(long more) {}

        @Override
        public void failed(FailedDek dek) {}
      };

  /**
   * How many DEKs there are to do; told at the start.
   *
   * @param deks how many are under the old KEK version
   */
  void total(long deks);

  /**
   * Some more are done: rewrapped and committed, left alone because others were faster, or failed.
   *
   * @param more how many
   */
  void done(long more);

  /**
   * A DEK can't be rewrapped and stays as it is.
   *
   * @param dek which, and why
   */
  void failed(FailedDek dek);
}
