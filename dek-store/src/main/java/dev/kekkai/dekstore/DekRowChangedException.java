package dev.kekkai.dekstore;

import java.util.Locale;

/** A row of the DEK store is not as it was written, or holds another DEK; it was not used. */
public final class DekRowChangedException extends StoreException {
  private static final long serialVersionUID = 1L;

  private DekRowChangedException(DekRecord row, String what) {
    super(
        String.format(Locale.ROOT, "The row of the DEK '%s' (%s) %s", row.name(), row.id(), what),
        null);
  }

  /** What is wrapped is not what the check token was made with. */
  static DekRowChangedException dek(DekRecord row) {
    return new DekRowChangedException(
        row,
        "was changed: the DEK wrapped in it is not the one that this row was made for. Put the row"
            + " back from a backup");
  }

  /** The tag doesn't fit. */
  static DekRowChangedException tag(DekRecord row) {
    return new DekRowChangedException(
        row,
        "was changed: its tag does not fit what it holds. Somebody wrote to the table, or the row"
            + " comes from another place. Put the row back from a backup");
  }

  /** There is no tag. */
  static DekRowChangedException untagged(DekRecord row) {
    return new DekRowChangedException(
        row,
        "was changed: it has no tag, and this store tags its rows. If it was written by an earlier"
            + " release, 'kekkai store upgrade' tags it");
  }

  /** An older revision than was seen before. */
  static DekRowChangedException older(DekRecord row, long seen) {
    return new DekRowChangedException(
        row,
        String.format(
            Locale.ROOT,
            "was changed: it is at revision %d, and was at %d before. Somebody put an older row"
                + " back",
            row.revision(),
            seen));
  }
}
