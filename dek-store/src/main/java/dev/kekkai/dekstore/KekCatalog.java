package dev.kekkai.dekstore;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.keys.KekRef;
import java.util.List;
import java.util.Optional;

/** Which KEK versions there are, and which one is primary. Implementations are thread-safe. */
public interface KekCatalog {

  /**
   * Finds a version.
   *
   * @param ref name and version
   * @return the row, if there is one
   * @throws StoreException when the store can't be read
   */
  Optional<KekRecord> find(KekRef ref);

  /**
   * The version that wraps.
   *
   * @param name the KEK's name
   * @return the row, if the KEK is registered
   * @throws StoreException when the store can't be read
   */
  Optional<KekRecord> primary(String name);

  /**
   * All versions of all KEKs.
   *
   * @return in order of name and version
   * @throws StoreException when the store can't be read
   */
  List<KekRecord> list();

  /**
   * Adds a KEK that the store doesn't know, with its primary version.
   *
   * @param first the row
   * @throws NameTakenException when a KEK of that name is registered
   * @throws StoreException when the store can't be written
   */
  void addFirst(KekRecord first);

  /**
   * Makes another version primary and retires the one before, in one transaction that no other
   * rotation of this KEK can enter.
   *
   * @param current the primary version as it was read
   * @param successor makes the new version; called once, inside the transaction
   * @return the new primary version
   * @throws StoreException when another version is primary by now, or the store can't be written
   * @throws TokenException what the successor throws; the store is unchanged then
   */
  KekRecord succeed(KekRecord current, Successor successor) throws TokenException;

  /** Makes the next version of a KEK. */
  interface Successor {
    /**
     * Makes it on the token.
     *
     * @return its row, with the state {@link KekState#PRIMARY}
     * @throws TokenException when the token refuses
     */
    KekRecord make() throws TokenException;
  }
}
