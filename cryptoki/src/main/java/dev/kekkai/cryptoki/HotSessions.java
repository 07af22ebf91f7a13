package dev.kekkai.cryptoki;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Idle sessions where the thread that used them finds them again with one atomic exchange. A thread
 * has one place by its id; threads that run at the same time mostly have different ones, and the
 * places are apart in memory, so they share no cache line. Thread-safe.
 */
final class HotSessions {
  private static final int LEAST = 16;
  private static final int MOST = 64;

  /** References between two places: two cache lines, since processors fetch them in pairs. */
  private static final int APART = 32;

  private final int mask;
  private final AtomicReferenceArray<@Nullable PooledSession> places;

  HotSessions() {
    int wanted = Math.min(MOST, Math.max(LEAST, 2 * Runtime.getRuntime().availableProcessors()));
    int count = Integer.highestOneBit(wanted * 2 - 1);
    this.mask = count - 1;
    this.places = new AtomicReferenceArray<>((count + 1) * APART);
  }

  /** The session this thread gave back last, or null. */
  @Nullable PooledSession takeOwn() {
    int place = own();
    return places.getPlain(place) == null ? null : places.getAndSet(place, null);
  }

  /** Any session, or null. */
  @Nullable PooledSession takeAny() {
    for (int i = 0; i <= mask; i++) {
      int place = (i + 1) * APART;
      if (places.get(place) != null) {
        PooledSession taken = places.getAndSet(place, null);
        if (taken != null) {
          return taken;
        }
      }
    }
    return null;
  }

  /** Takes this session; false when it is not here. */
  boolean take(PooledSession session) {
    for (int i = 0; i <= mask; i++) {
      int place = (i + 1) * APART;
      if (places.get(place) == session && places.compareAndSet(place, session, null)) {
        return true;
      }
    }
    return false;
  }

  /** False when the place is taken, by a thread of the same place. */
  boolean offer(PooledSession session) {
    return places.compareAndSet(own(), null, session);
  }

  private int own() {
    return (((int) Thread.currentThread().getId() & mask) + 1) * APART;
  }
}
