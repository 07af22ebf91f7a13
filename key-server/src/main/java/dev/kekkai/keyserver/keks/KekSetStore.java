package dev.kekkai.keyserver.keks;

import java.util.Optional;

/** Where all servers keep the KEK sets that they gave out. Thread-safe. */
public interface KekSetStore {
  /**
   * The newest set.
   *
   * @return its text, to be verified before it is believed; empty when there is none
   * @throws KeksUnavailableException when the store does not answer
   */
  Optional<StoredKekSet> newest() throws KeksUnavailableException;

  /**
   * Adds a set under a version of its own.
   *
   * @param set the new newest one
   * @return false when there is one of that version already
   * @throws KeksUnavailableException when the store does not answer
   */
  boolean add(StoredKekSet set) throws KeksUnavailableException;

  /**
   * Puts a set that was signed anew in the place of the one it says the same as.
   *
   * @param old the one to be replaced
   * @param renewed of the same version
   * @return false when it is not there any more
   * @throws KeksUnavailableException when the store does not answer
   */
  boolean replace(StoredKekSet old, StoredKekSet renewed) throws KeksUnavailableException;

  /**
   * A set as it is stored.
   *
   * @param version as in the set
   * @param issued when it was signed, in seconds since 1970
   * @param jws the signed text
   */
  record StoredKekSet(long version, long issued, String jws) {
    /** Without the text, which is long. */
    @Override
    public String toString() {
      return "StoredKekSet[" + version + "]";
    }
  }
}
