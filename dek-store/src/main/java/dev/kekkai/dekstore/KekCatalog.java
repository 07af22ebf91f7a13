package dev.kekkai.dekstore;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.keys.KekRef;
import java.util.List;
import java.util.Optional;

/**
 * Which KEK versions there are, and what each may do. Rows are given back as they are: whoever uses
 * one checks its tag first. With a guard, they are proved by the store's head to be the ones there
 * are, none of them older, deleted or added by others. Implementations are thread-safe.
 */
public interface KekCatalog {

  /**
   * The DEKs under these KEKs: one head covers both.
   *
   * @return the other half of the same store
   */
  DekStore deks();

  /**
   * From now on, rows are proved by the store's head when they are read, and changes keep it up to
   * date.
   *
   * @param guard tags the head; used until the store is closed
   */
  void guard(StoreGuard guard);

  /**
   * Finds a version.
   *
   * @param ref name and version
   * @return the row, if there is one
   * @throws StoreChangedException when the rows can't be proved
   * @throws StoreException when the store can't be read
   */
  Optional<KekRecord> find(KekRef ref);

  /**
   * The version that wraps.
   *
   * @param name the KEK's name
   * @return the row, if the KEK is registered
   * @throws StoreChangedException when the rows can't be proved
   * @throws StoreException when the store can't be read
   */
  Optional<KekRecord> primary(String name);

  /**
   * All versions of all KEKs.
   *
   * @return in order of name and version
   * @throws StoreChangedException when the rows can't be proved
   * @throws StoreException when the store can't be read
   */
  List<KekRecord> list();

  /**
   * Adds a KEK that the store doesn't know, with its primary version.
   *
   * @param first the row, tagged
   * @throws NameTakenException when a KEK of that name is registered
   * @throws StoreException when the store can't be written
   */
  void addFirst(KekRecord first);

  /**
   * Adds the next version of a KEK, which is prepared, in one transaction that no other change of
   * the store can enter.
   *
   * @param primary the primary version as it was read
   * @param successor makes the new version; called once, inside the transaction
   * @return the new row
   * @throws StoreException when another version is primary by now, another one is prepared already,
   *     or the store can't be written
   * @throws TokenException what the successor throws; the store is unchanged then
   */
  KekRecord prepare(KekRecord primary, Successor successor) throws TokenException;

  /** Makes the next version of a KEK. */
  interface Successor {
    /**
     * Makes it on the token.
     *
     * @return its row, with the state {@link KekState#PREPARED}, tagged
     * @throws TokenException when the token refuses
     */
    KekRecord make() throws TokenException;
  }

  /**
   * Writes the next revisions of rows, all of them or none. To destroy a version is refused while a
   * DEK that is not destroyed itself is under it.
   *
   * @param nexts next revisions, tagged, of different rows; in this order, so that a version
   *     retires before the next one becomes primary
   * @return false when somebody else changed one of them meanwhile; nothing was changed then
   * @throws KekStateException when a DEK depends on a version to be destroyed; nothing was changed
   * @throws StoreException when the store can't be written
   */
  boolean update(List<KekRecord> nexts);
}
