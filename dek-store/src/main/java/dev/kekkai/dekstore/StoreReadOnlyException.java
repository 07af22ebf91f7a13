package dev.kekkai.dekstore;

import java.util.Locale;

/** The store is older than its head says: it decrypts, and nothing in it is changed. */
public final class StoreReadOnlyException extends StoreException {
  private static final long serialVersionUID = 1L;

  /**
   * Of a store that somebody has seen newer.
   *
   * @param witness who has seen it
   * @param seen what he has seen
   * @param found what the store holds
   */
  public StoreReadOnlyException(String witness, StoreHead seen, StoreHead found) {
    super(
        String.format(
            Locale.ROOT,
            "The DEK store is read-only: it is at change %d (root %.16s), and %s has seen change %d"
                + " (root %.16s) of it. If somebody restored a backup on purpose, stop the"
                + " applications and run 'kekkai store accept-restore'; else put the newest database"
                + " back",
            found.counter(),
            found.root(),
            witness,
            seen.counter(),
            seen.root()),
        null);
  }
}
