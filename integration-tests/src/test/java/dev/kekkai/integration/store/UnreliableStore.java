package dev.kekkai.integration.store;

import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekStore;
import dev.kekkai.dekstore.StoreException;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.WrappedDek;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A store that goes away after so many writes. */
final class UnreliableStore implements DekStore {
  private final DekStore store;
  private int writesLeft;

  UnreliableStore(DekStore store, int writesLeft) {
    this.store = store;
    this.writesLeft = writesLeft;
  }

  private void write() {
    if (writesLeft-- <= 0) {
      throw new StoreException("The store went away", null);
    }
  }

  @Override
  public void add(DekRecord dek) {
    write();
    store.add(dek);
  }

  @Override
  public Optional<DekRecord> find(UUID id) {
    return store.find(id);
  }

  @Override
  public Optional<DekRecord> find(String name) {
    return store.find(name);
  }

  @Override
  public List<DekRecord> list() {
    return store.list();
  }

  @Override
  public List<DekRecord> notUnder(KekRef primary, @Nullable UUID after, int limit) {
    return store.notUnder(primary, after, limit);
  }

  @Override
  public boolean replace(DekRecord expected, WrappedDek replacement) {
    write();
    return store.replace(expected, replacement);
  }
}
