package dev.kekkai.dekstore;

/** What a stored DEK may still do: the key states of NIST SP 800-57 part 1, section 7. */
public enum DekState {
  /** Made and stored, but not in use yet: neither encrypts nor decrypts. */
  PRE_ACTIVE("pre-active", false, false),
  /** Encrypts and decrypts; one version of a name at a time. */
  ACTIVE("active", true, true),
  /** Only decrypts. */
  DEACTIVATED("deactivated", false, true),
  /** Somebody else may know it: only decrypts, so that its data can be encrypted anew. */
  COMPROMISED("compromised", false, true),
  /** Its wrapped form is gone from the store; the row stays, as a record. */
  DESTROYED("destroyed", false, false);

  private final String id;
  private final boolean encrypts;
  private final boolean decrypts;

  DekState(String id, boolean encrypts, boolean decrypts) {
    this.id = id;
    this.encrypts = encrypts;
    this.decrypts = decrypts;
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
   * Whether a DEK in this state encrypts.
   *
   * @return true for {@link #ACTIVE} only
   */
  public boolean encrypts() {
    return encrypts;
  }

  /**
   * Whether a DEK in this state decrypts.
   *
   * @return false before it was active, and once it is destroyed
   */
  public boolean decrypts() {
    return decrypts;
  }

  /**
   * Whether a DEK goes from this state to another one (SP 800-57 part 1, figure 3).
   *
   * @param next the other state
   * @return false for every step back, and from a state to itself
   */
  public boolean leadsTo(DekState next) {
    return switch (this) {
      case PRE_ACTIVE -> next != PRE_ACTIVE && next != DEACTIVATED;
      case ACTIVE -> next == DEACTIVATED || next == COMPROMISED;
      case DEACTIVATED -> next == COMPROMISED || next == DESTROYED;
      case COMPROMISED -> next == DESTROYED;
      case DESTROYED -> false;
    };
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
