package dev.kekkai.dekstore;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.keys.KekRef;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where wrapped DEKs are kept. Rows are given back as they are: whoever uses one checks its tag
 * first. Implementations are thread-safe.
 */
public interface DekStore {

  /**
   * Which store this is.
   *
   * @return empty until it was set up
   * @throws StoreException when the store can't be read
   */
  Optional<StoreIdentity> identity();

  /**
   * Sets the store up: once, whoever asks, while everybody else who asks waits.
   *
   * @param setUp makes what the store needs; called once, and only if the store is not set up
   * @return the identity it made, or that of whoever was faster
   * @throws TokenException what {@code setUp} throws; the store is not set up then
   * @throws StoreException when the store can't be written
   */
  StoreIdentity setUp(SetUp setUp) throws TokenException;

  /** Makes what a store needs. */
  interface SetUp {
    /**
     * Makes it on the token.
     *
     * @return the new identity
     * @throws TokenException when the token refuses
     */
    StoreIdentity make() throws TokenException;

    /**
     * What tags the store's first head.
     *
     * @param made the identity it made
     * @return a guard for this store
     */
    StoreGuard guard(StoreIdentity made);
  }

  /**
   * From now on, changes through this object keep the store's head up to date.
   *
   * @param guard tags the head; used until the store is closed
   */
  void guard(StoreGuard guard);

  /**
   * The store's head.
   *
   * @param guard verifies its tag
   * @return what the store holds now
   * @throws StoreChangedException when its tag doesn't fit
   * @throws StoreException when the store can't be read
   */
  StoreHead head(StoreGuard guard);

  /**
   * Moves the counter of the head on, past what others have seen of another course of this store.
   *
   * @param guard verifies the head and tags the new one
   * @param counter greater than the head's
   * @return the new head
   * @throws StoreChangedException when the head's tag doesn't fit
   * @throws StoreException when the store can't be written
   */
  StoreHead raise(StoreGuard guard, long counter);

  /**
   * Adds a DEK version. When this returns, the row is durable: committed, and read back on another
   * connection.
   *
   * @param dek the new row, tagged
   * @throws NameTakenException when there is such a version, or another active one of that name
   * @throws StoreException when the row could not be made durable; it may be there all the same
   */
  void add(DekRecord dek);

  /**
   * Adds many DEK versions in one transaction. When this returns, the rows are durable, as after
   * {@link #add}.
   *
   * @param deks the new rows, tagged
   * @throws NameTakenException when there is one of them; none was added then
   * @throws StoreException when the rows could not be made durable; they may be there all the same
   */
  void addAll(List<DekRecord> deks);

  /**
   * Finds a DEK version.
   *
   * @param id its id
   * @return the row, if there is one
   * @throws StoreException when the store can't be read
   */
  Optional<DekRecord> find(UUID id);

  /**
   * Finds a DEK version, and proves by the store's head that the row is the one there is, neither
   * an older one put back nor a newer one taken away. Without a guard it is as {@link #find(UUID)}.
   *
   * @param id its id
   * @return the row, if there is one
   * @throws StoreChangedException when it can't be proved
   * @throws StoreException when the store can't be read
   */
  Optional<DekRecord> findProved(UUID id);

  /**
   * Finds the version of a DEK that counts: the active one, or the newest where none is active.
   *
   * @param name the DEK's name
   * @return the row, if there is one
   * @throws StoreException when the store can't be read
   */
  Optional<DekRecord> find(String name);

  /**
   * All versions of a DEK.
   *
   * @param name the DEK's name
   * @return in order of version
   * @throws StoreException when the store can't be read
   */
  List<DekRecord> versions(String name);

  /**
   * How many rows there are.
   *
   * @return versions of DEKs, destroyed ones too
   * @throws StoreException when the store can't be read
   */
  long count();

  /**
   * All rows at once, which a large store has too many of: see {@link #page}.
   *
   * @return in order of name and version
   * @throws StoreException when the store can't be read
   */
  List<DekRecord> list();

  /**
   * Some of the rows.
   *
   * @param after id of the last row of the page before; null for the first page
   * @param limit most rows to return
   * @return in order of id
   * @throws StoreException when the store can't be read
   */
  List<DekRecord> page(@Nullable UUID after, int limit);

  /**
   * Reads every row, as the store is at one moment, and proves by the store's head that there are
   * no others. Without a guard nothing is proved.
   *
   * @param visitor is given each row, in order of id
   * @throws TokenException what the visitor throws
   * @throws StoreChangedException when it can't be proved; told after the last row
   * @throws StoreException when the store can't be read
   */
  void readAll(RowVisitor visitor) throws TokenException;

  /** Is given rows, one after the other. */
  interface RowVisitor {
    /**
     * One row.
     *
     * @param row as it is
     * @throws TokenException when the token doesn't answer
     */
    void row(DekRecord row) throws TokenException;
  }

  /**
   * DEKs that wait for a rewrap: under the same KEK name, but another version, and not destroyed.
   *
   * @param primary the version they should be under
   * @param after id of the last DEK of the batch before; null for the first batch
   * @param limit most rows to return
   * @return in order of id
   * @throws StoreException when the store can't be read
   */
  List<DekRecord> notUnder(KekRef primary, @Nullable UUID after, int limit);

  /**
   * DEKs that are wrapped under one KEK version, whatever their state, but not those destroyed.
   *
   * @param kek the version
   * @param after id of the last DEK of the batch before; null for the first batch
   * @param limit most rows to return
   * @return in order of id
   * @throws StoreException when the store can't be read
   */
  List<DekRecord> under(KekRef kek, @Nullable UUID after, int limit);

  /**
   * How many DEKs are wrapped under each KEK version, without those destroyed. Reads the whole
   * table.
   *
   * @return in order of KEK name and version; no version without a DEK
   * @throws StoreException when the store can't be read
   */
  SortedMap<KekRef, Long> countByKek();

  /**
   * Writes a row's next revision, if the row is still the expected one.
   *
   * @param expected the row as it was read
   * @param next the same DEK version in its next revision, tagged
   * @return false when somebody else changed the row meanwhile; nothing was changed then
   * @throws NameTakenException when it would be a second active version of its name
   * @throws StoreException when the store can't be written
   */
  boolean update(DekRecord expected, DekRecord next);

  /**
   * Writes the next revisions of many rows in one transaction. Fastest in order of id.
   *
   * @param nexts next revisions, tagged, of different rows; a row that is not in the revision
   *     before is left as it is
   * @return ids of the rows that were written
   * @throws StoreException when the store can't be written; no row was changed then
   */
  Set<UUID> updateAll(List<DekRecord> nexts);

  /**
   * As {@link #updateAll}, for next revisions in which nothing but the wrapping has changed; far
   * quicker.
   *
   * @param nexts next revisions made by {@link DekRecord#withWrapped}, tagged, of different rows
   * @return ids of the rows that were written
   * @throws StoreException when the store can't be written; no row was changed then
   */
  Set<UUID> updateWrappings(List<DekRecord> nexts);

  /**
   * Replaces the active version of a DEK by a new one, in one transaction. When this returns true,
   * the new row is durable, as after {@link #add}.
   *
   * @param expected the active version as it was read
   * @param deactivated its next revision, which is not active, tagged
   * @param successor the new active version, tagged: a new row, or the next revision of one that
   *     waited to be activated
   * @return false when somebody else changed the row or made that version meanwhile; nothing was
   *     changed then
   * @throws StoreException when the store can't be written
   */
  boolean succeed(DekRecord expected, DekRecord deactivated, DekRecord successor);
}
