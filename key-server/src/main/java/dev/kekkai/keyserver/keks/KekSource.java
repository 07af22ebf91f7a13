package dev.kekkai.keyserver.keks;

import java.util.List;

/** Where KEKs come from: a token. Thread-safe. */
public interface KekSource {
  /**
   * All versions of the KEKs that are configured, as they are now. Cheap when nothing changed.
   *
   * @return those fit for use, each in no particular order
   * @throws KeksUnavailableException when that can't be known now
   */
  List<ServedKek> read() throws KeksUnavailableException;

  /**
   * Tells calm from trouble: who gets the same number before and after an operation knows that the
   * token was there all the time, and that what failed was the input. Asks nobody.
   *
   * @return a number that changes with each outage; negative while the token is away
   */
  long calm();
}
