package dev.kekkai.integration.store;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekStore;
import dev.kekkai.dekstore.StoreGuard;
import dev.kekkai.dekstore.StoreHead;
import dev.kekkai.dekstore.StoreIdentity;
import dev.kekkai.provider.keys.KekRef;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Another store, looked at on the way. */
class ForwardingStore implements DekStore {
  private final DekStore store;

  ForwardingStore(DekStore store) {
    this.store = store;
  }

  @Override
  public Optional<StoreIdentity> identity() {
    return store.identity();
  }

  @Override
  public StoreIdentity setUp(SetUp setUp) throws TokenException {
    return store.setUp(setUp);
  }

  @Override
  public void add(DekRecord dek) {
    store.add(dek);
  }

  @Override
  public void addAll(List<DekRecord> deks) {
    store.addAll(deks);
  }

  @Override
  public Optional<DekRecord> find(UUID id) {
    return store.find(id);
  }

  @Override
  public Optional<DekRecord> findProved(UUID id) {
    return store.findProved(id);
  }

  @Override
  public void guard(StoreGuard guard) {
    store.guard(guard);
  }

  @Override
  public StoreHead head(StoreGuard guard) {
    return store.head(guard);
  }

  @Override
  public StoreHead raise(StoreGuard guard, long counter) {
    return store.raise(guard, counter);
  }

  @Override
  public Optional<DekRecord> find(String name) {
    return store.find(name);
  }

  @Override
  public List<DekRecord> versions(String name) {
    return store.versions(name);
  }

  @Override
  public long count() {
    return store.count();
  }

  @Override
  public List<DekRecord> list() {
    return store.list();
  }

  @Override
  public List<DekRecord> page(@Nullable UUID after, int limit) {
    return store.page(after, limit);
  }

  @Override
  public void readAll(RowVisitor visitor) throws TokenException {
    store.readAll(visitor);
  }

  @Override
  public List<DekRecord> notUnder(KekRef primary, @Nullable UUID after, int limit) {
    return store.notUnder(primary, after, limit);
  }

  @Override
  public List<DekRecord> under(KekRef kek, @Nullable UUID after, int limit) {
    return store.under(kek, after, limit);
  }

  @Override
  public SortedMap<KekRef, Long> countByKek() {
    return store.countByKek();
  }

  @Override
  public boolean update(DekRecord expected, DekRecord next) {
    return store.update(expected, next);
  }

  @Override
  public Set<UUID> updateAll(List<DekRecord> nexts) {
    return store.updateAll(nexts);
  }

  @Override
  public Set<UUID> updateWrappings(List<DekRecord> nexts) {
    return store.updateWrappings(nexts);
  }

  @Override
  public boolean succeed(DekRecord expected, DekRecord deactivated, DekRecord successor) {
    return store.succeed(expected, deactivated, successor);
  }
}
