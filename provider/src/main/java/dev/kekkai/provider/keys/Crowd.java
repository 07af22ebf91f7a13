package dev.kekkai.provider.keys;

import java.util.concurrent.atomic.AtomicLong;

/** A count of users of something that will be retired. Thread-safe. */
final class Crowd {
  private static final long RETIRED = Long.MIN_VALUE;

  /** Number of users, with the sign bit set once retired. */
  private final AtomicLong state = new AtomicLong();

  /** False when it is retired. */
  boolean enter() {
    while (true) {
      long before = state.get();
      if (before < 0) {
        return false;
      }
      if (state.compareAndSet(before, before + 1)) {
        return true;
      }
    }
  }

  /** False for the last one who leaves after it was retired. */
  boolean leave() {
    return state.decrementAndGet() != RETIRED;
  }

  /** Lets nobody in any more; whether somebody is still inside. */
  boolean retire() {
    return state.getAndUpdate(s -> s | RETIRED) > 0;
  }
}
