package dev.kekkai.dekstore;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.WrappedDek;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The DEKs that a keyring holds open, and how they follow their rows in the store. Thread-safe. */
final class HeldDeks {
  private final DekStore store;
  private final DekMaker maker;
  private final Map<UUID, OpenDek> open = new ConcurrentHashMap<>();
  private final Map<String, UUID> ids = new ConcurrentHashMap<>();
  private boolean closed;

  HeldDeks(DekStore store, DekMaker maker) {
    this.store = store;
    this.maker = maker;
  }

  /** Names the KEK for a new DEK. */
  interface NewKek {
    TokenKey get() throws TokenException;
  }

  @Nullable OpenDek find(String name) {
    UUID id = ids.get(name);
    return id == null ? null : open.get(id);
  }

  @Nullable OpenDek find(UUID id) {
    return open.get(id);
  }

  synchronized OpenDek openOrMake(String name, NewKek kek) throws TokenException {
    DekRecord row = store.find(name).orElse(null);
    if (row == null) {
      requireOpen();
      try {
        return hold(maker.make(name, kek.get()));
      } catch (NameTakenException e) {
        row = store.find(name).orElseThrow(() -> e); // another process was faster: its DEK counts
      }
    }
    return open(row);
  }

  synchronized OpenDek open(DekRecord row) throws TokenException {
    requireOpen();
    OpenDek held = open.get(row.id());
    if (held != null) {
      return held;
    }
    try {
      return hold(maker.open(row));
    } catch (TokenException e) {
      return hold(maker.open(rewrapped(row.id(), row.wrapped(), e)));
    }
  }

  /** The DEK with what its row says now. The handle stays, and its budget with it. */
  synchronized OpenDek reread(OpenDek stale) throws TokenException {
    requireOpen();
    OpenDek held = open.getOrDefault(stale.row().id(), stale);
    if (!held.isStale()) {
      return held;
    }
    DekRecord row =
        store
            .find(held.row().id())
            .orElseThrow(
                () ->
                    new StoreException(
                        "The row of the DEK '"
                            + held.row().name()
                            + "' is gone from the store; nothing more is encrypted under it",
                        null));
    if (!row.isSameDekAs(held.row())) {
      throw new DekRowChangedException(row);
    }
    OpenDek fresh = new OpenDek(row, held.handle());
    open.replace(row.id(), held, fresh);
    return fresh;
  }

  /**
   * A DEK that stopped working, opened again, if there is another wrapping of it by now.
   *
   * @throws TokenException the trouble itself when there is none
   */
  synchronized OpenDek reopen(OpenDek broken, TokenException trouble) throws TokenException {
    requireOpen();
    OpenDek held = open.get(broken.row().id());
    if (held != null && held.handle() != broken.handle()) {
      return held; // another thread was faster
    }
    DekRecord row = rewrapped(broken.row().id(), broken.handle().wrapped(), trouble);
    OpenDek fresh = hold(maker.open(row));
    broken.handle().close();
    return fresh;
  }

  synchronized void close() {
    closed = true;
    open.values().forEach(dek -> dek.handle().close());
    open.clear();
    ids.clear();
  }

  /** The row as it is now; the trouble when its wrapping is the one that made the trouble. */
  private DekRecord rewrapped(UUID id, WrappedDek failed, TokenException trouble)
      throws TokenException {
    Optional<DekRecord> now;
    try {
      now = store.find(id);
    } catch (StoreException e) {
      trouble.addSuppressed(e);
      throw trouble;
    }
    return now.filter(r -> !r.wrapped().equals(failed)).orElseThrow(() -> trouble);
  }

  private OpenDek hold(OpenDek dek) {
    open.put(dek.row().id(), dek);
    ids.put(dek.row().name(), dek.row().id());
    return dek;
  }

  private void requireOpen() throws TokenException {
    if (closed) {
      throw new TokenException("This keyring has been closed", false, null);
    }
  }
}
