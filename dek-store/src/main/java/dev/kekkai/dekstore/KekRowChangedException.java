package dev.kekkai.dekstore;

import java.util.Locale;

/** A row of the table of KEKs is not as it was written; it was not used. */
public final class KekRowChangedException extends StoreException {
  private static final long serialVersionUID = 1L;

  private KekRowChangedException(KekRecord row, String what) {
    super(
        String.format(Locale.ROOT, "The row of the KEK %s was changed: %s", row.ref(), what), null);
  }

  /** The tag doesn't fit. */
  static KekRowChangedException tag(KekRecord row) {
    return new KekRowChangedException(
        row,
        "its tag does not fit what it holds. Somebody wrote to the table kek, or the row comes from"
            + " another place. Put the row back from a backup");
  }

  /** There is no tag. */
  static KekRowChangedException untagged(KekRecord row) {
    return new KekRowChangedException(
        row,
        "it has no tag, and this store tags its rows. If it was written by an earlier release,"
            + " 'kekkai store upgrade' tags it");
  }
}
