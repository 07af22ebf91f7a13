package dev.kekkai.dekstore.column;

import java.util.Locale;

/** How far the migration of a column is. */
public enum Phase {
  /** The column of tokens is there; rows are being encrypted. */
  STARTED,
  /** Each plaintext had a token that decrypts to it. */
  VERIFIED,
  /** Plaintext is being cleared; what has a token is stored without it. */
  CLEARING,
  /** No plaintext is left in the table's rows. */
  CLEARED,
  /** The plaintext column is gone. */
  DROPPED;

  /**
   * As it is stored and shown.
   *
   * @return the name in lower case
   */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Phase ofId(String id) {
    for (Phase phase : values()) {
      if (phase.id().equals(id)) {
        return phase;
      }
    }
    throw ColumnException.setup(
        "The table " + MigrationState.TABLE + " has a phase that this release doesn't know: " + id);
  }
}
