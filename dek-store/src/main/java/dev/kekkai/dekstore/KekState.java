package dev.kekkai.dekstore;

/**
 * What a KEK version may still do. That retired ones wrap no more is Kekkai's rule, not the HSM's.
 */
public enum KekState {
  /** Wraps and unwraps; one version of each name. */
  PRIMARY("primary"),
  /** Only unwraps. */
  RETIRED("retired");

  private final String id;

  KekState(String id) {
    this.id = id;
  }

  /**
   * The name fixed for storage.
   *
   * @return such as {@code primary}
   */
  public String id() {
    return id;
  }

  /**
   * Reads a stored name.
   *
   * @param id such as {@code primary}
   * @return the state
   * @throws IllegalArgumentException if there is none of that name
   */
  public static KekState ofId(String id) {
    for (KekState state : values()) {
      if (state.id.equals(id)) {
        return state;
      }
    }
    throw new IllegalArgumentException("There is no KEK state '" + id + "'");
  }
}
