package dev.kekkai.dekstore;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.formats.BlindIndex;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.TokenKey;
import java.security.InvalidKeyException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of blind indexes that a keyring holds, in memory: an HMAC for each value, and a call of
 * the token only where a key is opened. They are wiped at the age of {@code dek.max-age}, and made
 * anew from what the store says by then. What many threads want at once, one of them gets.
 * Thread-safe.
 */
final class HeldIndexes {
  private static final Logger LOG = LoggerFactory.getLogger(HeldIndexes.class);

  /** Columns are few; for each name more, another one is opened again at its next use. */
  private static final int MOST = 1024;

  private final KekkaiProvider provider;
  private final DekStore store;
  private final DekMaker maker;
  private final TagKey tagKey;
  private final Duration maxAge;
  private final IndexCache open;
  private final Stripes names = new Stripes();

  HeldIndexes(KekkaiProvider provider, DekStore store, DekMaker maker, TagKey tagKey) {
    this.provider = provider;
    this.store = store;
    this.maker = maker;
    this.tagKey = tagKey;
    this.maxAge = provider.source().config().deks().maxAge();
    this.open = new IndexCache(MOST);
  }

  /** Computes something with a key; another one is given when that was wiped meanwhile. */
  interface Use<T> {
    T with(OpenIndex index) throws InvalidKeyException, TokenException;
  }

  <T> T use(String name, Use<T> use) throws TokenException {
    provider.source().requireUpIfSo();
    while (true) {
      OpenIndex index = open.get(name);
      if (index == null || index.isOver()) {
        index = openOrMake(name, null);
      }
      try {
        return use.with(index);
      } catch (InvalidKeyException | IllegalStateException e) {
        if (!index.isWiped()) {
          throw FieldWork.tokenTrouble(e, "The blind index's HMAC");
        }
      }
    }
  }

  /** The index of a name with all its versions that count; made where the store has none at all. */
  OpenIndex openOrMake(String name, HeldDeks.@Nullable NewKek kek) throws TokenException {
    ReentrantLock lock = names.of(name);
    lock.lock();
    try {
      OpenIndex held = open.get(name);
      if (held != null && !held.isOver()) {
        return held;
      }
      requireOpen();
      List<DekRecord> rows = store.versions(name);
      if (rows.isEmpty()) {
        if (kek == null) {
          throw new DekNotFoundException(name);
        }
        rows = made(name, kek.get());
      }
      OpenIndex index = opened(name, rows);
      if (!open.put(index)) {
        requireOpen();
      }
      return index;
    } finally {
      lock.unlock();
    }
  }

  private List<DekRecord> made(String name, TokenKey kek) throws TokenException {
    try {
      maker.makeIndexKey(name, kek);
      tagKey.flush();
    } catch (NameTakenException e) {
      // Another process was faster: its key counts.
    }
    return store.versions(name);
  }

  /** Once more when a rotation came between the rows and their opening. */
  private OpenIndex opened(String name, List<DekRecord> rows) throws TokenException {
    try {
      return openedNow(name, rows);
    } catch (TokenException e) {
      List<DekRecord> now = store.versions(name);
      if (now.equals(rows)) {
        throw e;
      }
      return openedNow(name, now);
    }
  }

  private OpenIndex openedNow(String name, List<DekRecord> rows) throws TokenException {
    List<OpenIndex.Version> versions = new ArrayList<>();
    boolean done = false;
    try {
      for (int i = rows.size() - 1; i >= 0; i--) { // the newest first
        DekRecord row = tagKey.tags().verified(rows.get(i));
        requireVersion(row, name, i + 1);
        if (row.state() != DekState.DESTROYED) {
          try (DekHandle handle = maker.open(row).handle()) {
            SecretKey key = handle.deriveHmacKey(BlindIndex.keyLabel());
            versions.add(new OpenIndex.Version(row.version(), row.state().encrypts(), key));
          }
        }
      }
      done = true;
      if (versions.stream().noneMatch(OpenIndex.Version::active)) {
        LOG.warn(
            "No version of the blind index '{}' is active: if the newest one's row is gone, what"
                + " was stored under it is not found",
            name);
      }
      return new OpenIndex(name, versions, System.nanoTime() + maxAge.toNanos());
    } finally {
      if (!done) {
        versions.forEach(OpenIndex.Version::wipe);
      }
    }
  }

  /** A version whose row is gone would be searched for no more, and nobody would notice. */
  private static void requireVersion(DekRecord row, String name, int version) {
    if (!row.name().equals(name)) {
      throw DekRowChangedException.dek(row);
    }
    row.require(DekPurpose.INDEX);
    if (row.version() != version) {
      throw new StoreException(
          "The row of the blind index '" + name + "' version " + version + " is gone", null);
    }
  }

  private void requireOpen() throws TokenException {
    if (open.isClosed()) {
      throw HeldDeks.closed();
    }
  }

  void close() {
    open.close();
  }
}
