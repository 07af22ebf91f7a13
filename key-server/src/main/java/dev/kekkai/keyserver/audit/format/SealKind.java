package dev.kekkai.keyserver.audit.format;

import org.jspecify.annotations.Nullable;

/** Where in its chain a seal stands. */
public enum SealKind {
  /** The first: over the header, before any entry. */
  START(1, "start"),
  /** Over the entries so far. */
  REGULAR(2, "regular"),
  /** The last: the server stopped in order, and nothing comes after it. */
  END(3, "end");

  private final int code;
  private final String id;

  SealKind(int code, String id) {
    this.code = code;
    this.id = id;
  }

  int code() {
    return code;
  }

  /**
   * The name in exports and witnesses, which is fixed.
   *
   * @return for instance {@code start}
   */
  public String id() {
    return id;
  }

  static @Nullable SealKind ofCode(int code) {
    for (SealKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    return null;
  }

  /**
   * The kind of a name.
   *
   * @param id as {@link #id} gives it
   * @return the kind; null for any other name
   */
  public static @Nullable SealKind ofId(String id) {
    for (SealKind kind : values()) {
      if (kind.id.equals(id)) {
        return kind;
      }
    }
    return null;
  }
}
