package dev.kekkai.dekstore;

/** Rows or digests of the DEK store are not what Kekkai has made of them; nothing was changed. */
public final class StoreChangedException extends StoreException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes one.
   *
   * @param what what is not as it was
   */
  public StoreChangedException(String what) {
    super(
        "The DEK store was changed by somebody else than Kekkai: "
            + what
            + ". Put the database back from a backup",
        null);
  }
}
