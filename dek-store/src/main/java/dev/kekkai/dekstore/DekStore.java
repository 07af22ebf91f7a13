package dev.kekkai.dekstore;

import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.WrappedDek;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where wrapped DEKs are kept. Implementations are thread-safe. */
public interface DekStore {

  /**
   * Adds a DEK. When this returns, the row is durable: committed, and read back on another
   * connection.
   *
   * @param dek the new row
   * @throws NameTakenException when there is a DEK of that name
   * @throws StoreException when the row could not be made durable; it may be there all the same
   */
  void add(DekRecord dek);

  /**
   * Finds a DEK.
   *
   * @param id its id
   * @return the row, if there is one
   * @throws StoreException when the store can't be read
   */
  Optional<DekRecord> find(UUID id);

  /**
   * Finds a DEK.
   *
   * @param name its name
   * @return the row, if there is one
   * @throws StoreException when the store can't be read
   */
  Optional<DekRecord> find(String name);

  /**
   * All DEKs.
   *
   * @return in order of name
   * @throws StoreException when the store can't be read
   */
  List<DekRecord> list();

  /**
   * DEKs that wait for a rewrap: under the same KEK name, but another version.
   *
   * @param primary the version they should be under
   * @param after id of the last DEK of the batch before; null for the first batch
   * @param limit most rows to return
   * @return in order of id
   * @throws StoreException when the store can't be read
   */
  List<DekRecord> notUnder(KekRef primary, @Nullable UUID after, int limit);

  /**
   * Replaces the wrapped form of a DEK, if it is still the expected one.
   *
   * @param expected the row as it was read
   * @param replacement the DEK in its new wrapping, checked already
   * @return false when somebody else changed the row meanwhile; nothing was changed then
   * @throws StoreException when the store can't be written
   */
  boolean replace(DekRecord expected, WrappedDek replacement);
}
