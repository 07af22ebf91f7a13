package dev.kekkai.client;

/**
 * What became of one item of many.
 *
 * @param <T> {@link Opened} or {@link Resealed}
 */
public sealed interface ItemResult<T> {

  /**
   * The result.
   *
   * @return what was asked for
   * @throws KeyServerException when it failed for this item
   */
  T get() throws KeyServerException;

  /**
   * Whether it went well.
   *
   * @return true when {@link #get} returns
   */
  boolean isDone();

  /**
   * It went well.
   *
   * @param value what was asked for
   * @param <T> its type
   */
  record Done<T>(T value) implements ItemResult<T> {
    @Override
    public T get() {
      return value;
    }

    @Override
    public boolean isDone() {
      return true;
    }
  }

  /**
   * It failed.
   *
   * @param reason why; {@link KeyServerUnavailableException} also when this item's batch was not
   *     reached within the deadline
   * @param <T> type of what was asked for
   */
  record Failed<T>(KeyServerException reason) implements ItemResult<T> {
    @Override
    public T get() throws KeyServerException {
      throw reason;
    }

    @Override
    public boolean isDone() {
      return false;
    }
  }
}
