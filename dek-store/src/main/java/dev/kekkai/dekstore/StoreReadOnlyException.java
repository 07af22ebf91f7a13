package dev.kekkai.dekstore;

import java.util.Locale;

/** The store is older than its head says: it decrypts, and nothing in it is changed. */
public final class StoreReadOnlyException extends StoreException {
  private static final long serialVersionUID = 1L;

  StoreReadOnlyException(StoreHead seen, StoreHead found) {
    super(
        String.format(
            Locale.ROOT,
            "The DEK store is read-only: it is at change %d (root %.16s), and the head file has seen"
                + " change %d (root %.16s) of it. If somebody restored a backup on purpose, run"
                + " 'kekkai store accept-restore'; else put the newest database back",
            found.counter(),
            found.root(),
            seen.counter(),
            seen.root()),
        null);
  }
}
