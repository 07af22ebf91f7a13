package dev.kekkai.dekstore;

import java.util.Locale;

/** A row of the DEK store holds another DEK than it was made with; it was not used. */
public final class DekRowChangedException extends StoreException {
  private static final long serialVersionUID = 1L;

  DekRowChangedException(DekRecord row) {
    super(
        String.format(
            Locale.ROOT,
            "The row of the DEK '%s' (%s) was changed: the DEK wrapped in it is not the one that"
                + " this row was made for. Put the row back from a backup",
            row.name(),
            row.id()),
        null);
  }
}
