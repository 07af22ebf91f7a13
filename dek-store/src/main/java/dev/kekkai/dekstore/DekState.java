package dev.kekkai.dekstore;

/** What a stored DEK may still do. */
public enum DekState {
  /** Encrypts and decrypts. */
  ACTIVE("active"),
  /** Only decrypts. */
  RETIRED("retired");

  private final String id;

  DekState(String id) {
    this.id = id;
  }

  /**
   * The name fixed for storage.
   *
   * @return such as {@code active}
   */
  public String id() {
    return id;
  }

  /**
   * Reads a stored name.
   *
   * @param id such as {@code active}
   * @return the state
   * @throws IllegalArgumentException if there is none of that name
   */
  public static DekState ofId(String id) {
    for (DekState state : values()) {
      if (state.id.equals(id)) {
        return state;
      }
    }
    throw new IllegalArgumentException("There is no DEK state '" + id + "'");
  }
}
