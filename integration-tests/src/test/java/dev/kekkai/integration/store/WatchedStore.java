package dev.kekkai.integration.store;

import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekStore;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.WrappedDek;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A store where something happens once, right after a row that exists was read. */
final class WatchedStore implements DekStore {
  private final DekStore store;
  private @Nullable Event event;

  WatchedStore(DekStore store, Event event) {
    this.store = store;
    this.event = event;
  }

  /** What happens. */
  interface Event {
    void happen() throws Exception;
  }

  private Optional<DekRecord> read(Optional<DekRecord> row) {
    Event due = event;
    if (row.isPresent() && due != null) {
      event = null;
      try {
        due.happen();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
    return row;
  }

  @Override
  public void add(DekRecord dek) {
    store.add(dek);
  }

  @Override
  public Optional<DekRecord> find(UUID id) {
    return read(store.find(id));
  }

  @Override
  public Optional<DekRecord> find(String name) {
    return read(store.find(name));
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
    return store.replace(expected, replacement);
  }
}
