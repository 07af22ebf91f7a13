package dev.kekkai.integration.store;

import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekStore;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that counts what is written. */
final class CountingStore extends ForwardingStore {
  private final AtomicInteger updates = new AtomicInteger();

  CountingStore(DekStore store) {
    super(store);
  }

  int updates() {
    return updates.get();
  }

  @Override
  public boolean update(DekRecord expected, DekRecord next) {
    updates.incrementAndGet();
    return super.update(expected, next);
  }
}
