package dev.kekkai.dekstore;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Open DEKs by id, and which id a name's active version has. Holds a bounded number: what was not
 * used between two looks is closed first. Thread-safe.
 */
final class DekCache {
  private final int most;
  private final Map<UUID, OpenDek> open = new ConcurrentHashMap<>();
  private final Map<String, UUID> active = new ConcurrentHashMap<>();
  private final ReentrantLock sweeping = new ReentrantLock();
  private Iterator<OpenDek> hand = open.values().iterator();
  private volatile boolean closed;

  DekCache(int most) {
    this.most = most;
  }

  boolean isClosed() {
    return closed;
  }

  @Nullable OpenDek active(String name) {
    UUID id = active.get(name);
    return id == null ? null : find(id);
  }

  @Nullable OpenDek find(UUID id) {
    OpenDek dek = open.get(id);
    if (dek != null) {
      dek.mark().use();
    }
    return dek;
  }

  /** Holds a DEK from now on. After {@link #close()} it closes it instead, and says false. */
  boolean hold(OpenDek dek) {
    OpenDek before = open.put(dek.row().id(), dek);
    if (before != null && before.handle() != dek.handle()) {
      before.handle().close();
    }
    if (closed) {
      close();
      return false;
    }
    if (open.size() > most) {
      sweep();
    }
    return true;
  }

  /** Puts what is known of a held DEK by now in its place; false when another thread did that. */
  boolean replace(OpenDek before, OpenDek now) {
    return open.replace(before.row().id(), before, now);
  }

  /** Says which DEK encrypts for its name. */
  void activate(OpenDek dek) {
    active.put(dek.row().name(), dek.row().id());
  }

  /** One thread sweeps; the others need not wait for it. */
  private void sweep() {
    if (!sweeping.tryLock()) {
      return;
    }
    try {
      int looks = 2 * open.size();
      for (int i = 0; i < looks && open.size() > most; i++) {
        if (!hand.hasNext()) {
          hand = open.values().iterator();
        }
        if (hand.hasNext()) {
          look(hand.next());
        }
      }
    } finally {
      sweeping.unlock();
    }
  }

  private void look(OpenDek dek) {
    if (!dek.mark().clear()) {
      drop(dek);
    }
  }

  /** Closes a DEK and holds it no longer, unless another thread has put more in its place. */
  void drop(OpenDek dek) {
    UUID id = dek.row().id();
    if (open.remove(id, dek)) {
      active.remove(dek.row().name(), id);
      dek.handle().close();
    }
  }

  /** Closes all DEKs, and what is held later, too. */
  void close() {
    closed = true;
    for (UUID id : List.copyOf(open.keySet())) {
      OpenDek dek = open.remove(id);
      if (dek != null) {
        dek.handle().close();
      }
    }
    active.clear();
  }
}
