package dev.kekkai.provider.keys;

import dev.kekkai.provider.bulk.BulkKey;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One materialised key with a count of who is using it. It is wiped once, when it has been retired
 * and the last user has left.
 */
final class Materialisation {
  private static final long RETIRED = Long.MIN_VALUE;

  private final BulkKey key;
  private final long bornNanos;
  private final long maxAgeNanos;

  /** Number of users, with the sign bit set once retired. */
  private final AtomicLong state = new AtomicLong();

  Materialisation(BulkKey key, long bornNanos, long maxAgeNanos) {
    this.key = key;
    this.bornNanos = bornNanos;
    this.maxAgeNanos = maxAgeNanos;
  }

  BulkKey key() {
    return key;
  }

  boolean isOver(long now) {
    return now - bornNanos >= maxAgeNanos;
  }

  /** Becomes a user; false when it is retired and another one must be asked for. */
  boolean enter() {
    if (state.incrementAndGet() < 0) {
      exit();
      return false;
    }
    return true;
  }

  void exit() {
    if (state.decrementAndGet() == RETIRED) {
      key.wipe();
    }
  }

  void retire() {
    long before = state.getAndUpdate(s -> s | RETIRED);
    if (before == 0) {
      key.wipe();
    }
  }
}
