package dev.kekkai.integration.store;

import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekStore;
import dev.kekkai.dekstore.StoreException;

/** A store that goes away after so many writes. */
final class UnreliableStore extends ForwardingStore {
  private int writesLeft;

  UnreliableStore(DekStore store, int writesLeft) {
    super(store);
    this.writesLeft = writesLeft;
  }

  private void write() {
    if (writesLeft-- <= 0) {
      throw new StoreException("The store went away", null);
    }
  }

  @Override
  public void add(DekRecord dek) {
    write();
    super.add(dek);
  }

  @Override
  public boolean update(DekRecord expected, DekRecord next) {
    write();
    return super.update(expected, next);
  }

  @Override
  public boolean succeed(DekRecord expected, DekRecord deactivated, DekRecord successor) {
    write();
    return super.succeed(expected, deactivated, successor);
  }
}
