package dev.kekkai.dekstore;

import dev.kekkai.provider.concurrent.DaemonTimer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Open blind indexes by their names, a bounded number of them. A timer wipes the keys of each when
 * it has come of age, whether anybody uses it or not. Thread-safe.
 */
final class IndexCache {
  private final int most;
  private final Map<String, Held> held = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private record Held(OpenIndex index, Future<?> ageing) {
    void end() {
      ageing.cancel(false);
      index.wipe();
    }
  }

  IndexCache(int most) {
    this.most = most;
  }

  boolean isClosed() {
    return closed;
  }

  @Nullable OpenIndex get(String name) {
    Held found = held.get(name);
    return found == null ? null : found.index();
  }

  /** Holds an index from now on. After {@link #close()} it wipes it instead, and says false. */
  boolean put(OpenIndex index) {
    String name = index.name();
    // in one step: a timer that is through at once finds what it is to remove
    held.compute(
        name,
        (key, before) -> {
          end(before);
          return hold(index);
        });
    if (closed) {
      close();
      return false;
    }
    if (held.size() > most) {
      held.keySet().stream()
          .filter(other -> !other.equals(name))
          .findAny()
          .ifPresent(other -> end(held.remove(other)));
    }
    return true;
  }

  private Held hold(OpenIndex index) {
    long left = Math.max(0, index.endNanos() - System.nanoTime());
    return new Held(index, DaemonTimer.after(left, () -> endOfAge(index)));
  }

  /** Out of reach first: what is found here is not wiped yet. */
  private void endOfAge(OpenIndex index) {
    held.computeIfPresent(index.name(), (name, now) -> now.index().equals(index) ? null : now);
    index.wipe();
  }

  private static void end(@Nullable Held gone) {
    if (gone != null) {
      gone.end();
    }
  }

  void close() {
    closed = true;
    List.copyOf(held.keySet()).forEach(name -> end(held.remove(name)));
  }
}
