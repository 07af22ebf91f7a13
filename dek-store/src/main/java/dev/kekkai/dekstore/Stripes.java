package dev.kekkai.dekstore;

import java.util.concurrent.locks.ReentrantLock;

/** A fixed number of locks for any number of keys; some keys share one. Thread-safe. */
final class Stripes {
  private static final int COUNT = 64;

  private final ReentrantLock[] locks = new ReentrantLock[COUNT];

  Stripes() {
    for (int i = 0; i < COUNT; i++) {
      locks[i] = new ReentrantLock();
    }
  }

  /** The lock of a key. */
  ReentrantLock of(Object key) {
    int hash = key.hashCode();
    return locks[(hash ^ (hash >>> 16)) & (COUNT - 1)];
  }
}
