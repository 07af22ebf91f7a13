package dev.kekkai.dekstore;

/** What came of opening a KEK version's canary. */
public enum CanaryState {
  /** The key on the token opened it: it is the KEK that the store means. */
  OPENS("opens"),

  /** There is a key of that label, and it is another one. */
  WRONG("wrong"),

  /** The token has no such key. */
  NO_KEY("no key"),

  /** The key breaks a rule, so it was not tried. */
  UNFIT("unfit"),

  /** It could not be told: the token is in trouble, or has two keys of that label. */
  NOT_CHECKED("not checked"),

  /** What the store says of the version is not what was written. */
  CHANGED_ROW("changed row"),

  /** The version is destroyed in the store, so it was not tried. */
  DESTROYED("destroyed");

  private final String id;

  CanaryState(String id) {
    this.id = id;
  }

  /**
   * The state in reports.
   *
   * @return does not change
   */
  public String id() {
    return id;
  }
}
