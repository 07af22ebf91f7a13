package dev.kekkai.integration.store;

import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekStore;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A store where something happens once, right after a row that exists was read. */
final class WatchedStore extends ForwardingStore {
  private @Nullable Event event;

  WatchedStore(DekStore store, Event event) {
    super(store);
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
  public Optional<DekRecord> find(UUID id) {
    return read(super.find(id));
  }

  @Override
  public Optional<DekRecord> find(String name) {
    return read(super.find(name));
  }
}
