package dev.kekkai.dekstore;

/**
 * What a KEK version may still do. That is Kekkai's rule, not the HSM's: a key on the token wraps
 * and unwraps for whoever has the PIN, until it is destroyed there.
 */
public enum KekState {
  /** Made, with a canary, and not proved on every token yet: neither wraps nor unwraps. */
  PREPARED("prepared"),
  /** Wraps and unwraps; one version of each name. */
  PRIMARY("primary"),
  /** Only unwraps. */
  RETIRED("retired"),
  /** Does nothing, and may be taken back; after a waiting time it may be destroyed. */
  DISABLED("disabled"),
  /** Gone from the token; the row is kept. */
  DESTROYED("destroyed");

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
   * Whether DEKs wrapped under a version in this state are unwrapped.
   *
   * @return true for the primary version and retired ones
   */
  public boolean unwraps() {
    return this == PRIMARY || this == RETIRED;
  }

  /**
   * Whether a version goes from this state to another one.
   *
   * @param next the other state
   * @return false for a state as its own successor, too
   */
  public boolean leadsTo(KekState next) {
    return switch (this) {
      case PREPARED -> next == PRIMARY || next == DISABLED;
      case PRIMARY -> next == RETIRED;
      case RETIRED -> next == DISABLED;
      case DISABLED -> next == RETIRED || next == DESTROYED;
      case DESTROYED -> false;
    };
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
