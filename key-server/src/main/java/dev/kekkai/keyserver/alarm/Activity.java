package dev.kekkai.keyserver.alarm;

/**
 * What is counted.
 *
 * @param client whose it is
 * @param kind what happened
 * @param kek the KEK's name for {@link Kind#OPENED}, else empty
 */
record Activity(String client, Kind kind, String kek) {

  /** What happened to an item. */
  enum Kind {
    /** It was allowed to be opened. */
    OPENED("opened"),
    /** It was refused. */
    REFUSED("refused"),
    /** It was refused because the client is suspended. */
    SUSPENDED("suspended"),
    /** It was allowed, but did not open. */
    NOT_OPENED("not-opened");

    private final String id;

    Kind(String id) {
      this.id = id;
    }

    String id() {
      return id;
    }

    static Kind of(String id) {
      for (Kind kind : values()) {
        if (kind.id.equals(id)) {
          return kind;
        }
      }
      throw new IllegalArgumentException("No kind of activity: " + id);
    }
  }
}
