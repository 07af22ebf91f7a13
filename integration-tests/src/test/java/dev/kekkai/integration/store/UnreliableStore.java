package dev.kekkai.integration.store;

import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekStore;
import dev.kekkai.dekstore.StoreException;
import java.util.List;
import java.util.Set;
import java.util.UUID;

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

  /** Stands for as many transactions as there are rows. */
  @Override
  public Set<UUID> updateWrappings(List<DekRecord> nexts) {
    if (nexts.size() > writesLeft) {
      super.updateWrappings(nexts.subList(0, writesLeft));
      throw new StoreException("The store went away", null);
    }
    writesLeft -= nexts.size();
    return super.updateWrappings(nexts);
  }

  @Override
  public boolean succeed(DekRecord expected, DekRecord deactivated, DekRecord successor) {
    write();
    return super.succeed(expected, deactivated, successor);
  }
}
