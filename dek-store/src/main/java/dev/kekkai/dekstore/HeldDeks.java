package dev.kekkai.dekstore;

import dev.kekkai.config.DekSettings;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.WrappedDek;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The DEKs that a keyring holds open, and how they follow their rows in the store. What many
 * threads want at once, one of them gets. Thread-safe.
 */
final class HeldDeks {
  private static final Logger LOG = LoggerFactory.getLogger(HeldDeks.class);
  private static final int TRIES = 20;

  /** After a row could not be read. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final DekStore store;
  private final DekMaker maker;
  private final TagKey tagKey;
  private final Leases leases;
  private final Duration cryptoperiod;
  private final DekCache cache;

  /** A lock of a name may be held while one of an id is taken, never the other way round. */
  private final Stripes names = new Stripes();

  private final Stripes ids = new Stripes();

  HeldDeks(DekStore store, DekMaker maker, TagKey tagKey, DekSettings settings, int most) {
    this.store = store;
    this.maker = maker;
    this.tagKey = tagKey;
    this.leases = new Leases(store, tagKey, settings);
    this.cryptoperiod = settings.cryptoperiod();
    this.cache = new DekCache(most);
  }

  /** Names the KEK for a new DEK. */
  interface NewKek {
    TokenKey get() throws TokenException;
  }

  /** The version that encrypts for a name, made where there is none at all. */
  OpenDek openOrMake(String name, NewKek kek) throws TokenException {
    OpenDek held = cache.active(name);
    return held != null ? held : openActive(name, kek);
  }

  /** The version that encrypts for a name. */
  OpenDek active(String name) throws TokenException {
    OpenDek held = cache.active(name);
    return held != null ? held : openActive(name, null);
  }

  private OpenDek openActive(String name, @Nullable NewKek kek) throws TokenException {
    ReentrantLock lock = names.of(name);
    lock.lock();
    try {
      OpenDek held = cache.active(name);
      if (held != null) {
        return held;
      }
      DekRecord row = store.find(name).orElse(null);
      if (row == null) {
        requireOpen();
        if (kek == null) {
          throw new DekNotFoundException(name);
        }
        try {
          return activate(hold(maker.make(name, kek.get())));
        } catch (NameTakenException e) {
          row = store.find(name).orElseThrow(() -> e); // another process was faster: its DEK counts
        }
      }
      requireNamed(row, name);
      return activate(open(row));
    } finally {
      lock.unlock();
    }
  }

  /** What was looked for by one name and found has that name, whatever the table's index says. */
  private static void requireNamed(DekRecord row, String name) {
    if (!row.name().equals(name)) {
      throw DekRowChangedException.dek(row);
    }
    row.require(DekPurpose.ENCRYPT);
  }

  /** A DEK by its id; null when the store has none that decrypts. */
  @Nullable OpenDek find(UUID id, long nanoTime) throws TokenException {
    OpenDek held = cache.find(id);
    if (held != null && !held.isToBeAsked(nanoTime)) {
      return held;
    }
    return (held == null ? openToDecrypt(id) : followed(held)).orElse(null);
  }

  /**
   * A held DEK, unless its row says by now that it decrypts no more. One thread asks, and the
   * others go on meanwhile; so do all while there is no answer, or none that is proved: what is
   * held may be the last of a DEK whose row is lost.
   */
  private Optional<OpenDek> followed(OpenDek held) {
    OpenDek asking = held.notAskedFor(PAUSE);
    if (!cache.replace(held, asking)) {
      return Optional.of(held); // another thread asks
    }
    DekRecord row;
    try {
      UUID id = held.row().id();
      row =
          leases.checked(
              store.findProved(id).orElseThrow(() -> Leases.gone(held.row())), held.row());
    } catch (StoreException | TokenException e) {
      LOG.warn(
          "Whether the DEK '{}' ({}) was destroyed can't be asked, it decrypts on: {}",
          held.row().name(),
          held.row().id(),
          e.getMessage());
      return Optional.of(asking);
    }
    if (!row.state().decrypts()) {
      refused(row);
      cache.drop(asking);
      return Optional.empty();
    }
    OpenDek now = asking.with(row, cryptoperiod, asking.nextLease());
    return Optional.of(cache.replace(asking, now) ? now : asking);
  }

  private static void refused(DekRecord row) {
    LOG.warn(
        "Asked to decrypt under the DEK '{}' ({}), which is {}",
        row.name(),
        row.id(),
        row.state().id());
  }

  private Optional<OpenDek> openToDecrypt(UUID id) throws TokenException {
    ReentrantLock lock = ids.of(id);
    lock.lock();
    try {
      OpenDek held = cache.find(id);
      if (held != null) {
        return Optional.of(held);
      }
      DekRecord row = store.find(id).or(() -> absent(id)).orElse(null);
      if (row == null) {
        LOG.debug("The store has no DEK {}", id);
        return Optional.empty();
      }
      if (row.purpose() != DekPurpose.ENCRYPT) {
        LOG.warn("Asked to decrypt under the key of the blind index '{}' ({})", row.name(), id);
        return Optional.empty();
      }
      if (!row.state().decrypts()) {
        tagKey.tags().verified(row);
        refused(row);
        return Optional.empty();
      }
      return Optional.of(openLocked(row));
    } finally {
      lock.unlock();
    }
  }

  /** Empty, unless it was added this moment: a row that somebody deleted shows in the digests. */
  private Optional<DekRecord> absent(UUID id) {
    return tagKey.isKnown() ? store.findProved(id) : Optional.empty();
  }

  OpenDek open(DekRecord row) throws TokenException {
    row.require(DekPurpose.ENCRYPT);
    if (!row.state().decrypts()) {
      tagKey.tags().verified(row); // or whoever writes the table would say so
      throw new StoreException(
          "The DEK '" + row.name() + "' version " + row.version() + " is " + row.state().id(),
          null);
    }
    ReentrantLock lock = ids.of(row.id());
    lock.lock();
    try {
      OpenDek held = cache.find(row.id());
      if (held == null) {
        return openLocked(row);
      }
      if (!held.row().isSameDekAs(row)) { // the row of a held DEK under another name
        throw DekRowChangedException.dek(row);
      }
      return held;
    } finally {
      lock.unlock();
    }
  }

  private OpenDek openLocked(DekRecord row) throws TokenException {
    requireOpen();
    try {
      return hold(maker.open(row));
    } catch (TokenException e) {
      return hold(maker.open(rewrapped(row.id(), row.wrapped(), e)));
    }
  }

  /**
   * The DEK with what its row says now, its handle and budget as they are; or the version that has
   * taken its place.
   */
  OpenDek reread(OpenDek stale) throws TokenException {
    DekRecord row;
    ReentrantLock lock = ids.of(stale.row().id());
    lock.lock();
    try {
      requireOpen();
      OpenDek held = cache.find(stale.row().id());
      if (held != null && !held.isStale()) {
        return held;
      }
      OpenDek known = held == null ? stale : held;
      row = newest(known.row());
      requireOpen();
      if (row.state().encrypts() && !OpenDek.isOver(row, cryptoperiod)) {
        return hold(known.with(row, cryptoperiod, known.nextLease()));
      }
    } finally {
      lock.unlock();
    }
    return successor(row);
  }

  /** What a row has become, proved: the older one put back might encrypt still. */
  private DekRecord newest(DekRecord known) throws TokenException {
    DekRecord row =
        leases.checked(store.find(known.id()).orElseThrow(() -> Leases.gone(known)), known);
    DekRecord proved = store.findProved(known.id()).orElseThrow(() -> Leases.gone(known));
    return proved.equals(row) ? row : leases.checked(proved, known);
  }

  /** The DEK with more uses of its budget; or the version that has taken its place. */
  OpenDek moreUses(OpenDek exhausted) throws TokenException {
    OpenDek known;
    ReentrantLock lock = ids.of(exhausted.row().id());
    lock.lock();
    try {
      requireOpen();
      OpenDek held = cache.find(exhausted.row().id());
      known = held == null ? exhausted : held;
      if (known.handle() != exhausted.handle() || known.handle().usesLeft() > 0) {
        return known; // another thread was faster
      }
      Optional<OpenDek> more = leases.more(known);
      if (more.isPresent()) {
        return hold(more.get());
      }
    } finally {
      lock.unlock();
    }
    return successor(known.row());
  }

  /**
   * The version that counts after one that is at its end; made, unless somebody was faster.
   *
   * @throws StoreException when the one at its end still counts, and encrypts no more
   */
  OpenDek successor(DekRecord ended) throws TokenException {
    ReentrantLock lock = names.of(ended.name());
    lock.lock();
    try {
      for (int i = 0; i < TRIES; i++) {
        DekRecord row = store.find(ended.name()).orElseThrow(() -> Leases.gone(ended));
        requireNamed(row, ended.name());
        if (!row.id().equals(ended.id())) {
          return activate(open(row));
        }
        leases.checked(row, ended);
        requireActive(row);
        requireOpen();
        Optional<OpenDek> made = maker.makeSuccessor(row);
        if (made.isPresent()) {
          LOG.info("The DEK '{}' has a new version, {}", row.name(), made.get().row().version());
          return activate(hold(made.get()));
        }
      }
    } finally {
      lock.unlock();
    }
    throw new StoreException(
        "Others change the row of the DEK '" + ended.name() + "' all the time; try again", null);
  }

  private static void requireActive(DekRecord row) {
    if (!row.state().encrypts()) {
      throw new StoreException(
          "The DEK '"
              + row.name()
              + "' is "
              + row.state().id()
              + ": it encrypts nothing"
              + (row.state().decrypts() ? ", it only decrypts" : ""),
          null);
    }
  }

  /**
   * A DEK that stopped working, opened again, if there is another wrapping of it by now or the
   * cache had closed it.
   *
   * @throws TokenException the trouble itself when there is none
   */
  OpenDek reopen(OpenDek broken, TokenException trouble) throws TokenException {
    ReentrantLock lock = ids.of(broken.row().id());
    lock.lock();
    try {
      requireOpen();
      OpenDek held = cache.find(broken.row().id());
      if (held != null && held.handle() != broken.handle()) {
        return held; // another thread was faster
      }
      if (broken.handle().isClosed()) {
        return openLocked(store.find(broken.row().id()).orElseThrow(() -> trouble));
      }
      DekRecord row =
          leases.checked(
              rewrapped(broken.row().id(), broken.handle().wrapped(), trouble), broken.row());
      return hold(maker.open(row)); // closes the broken one
    } finally {
      lock.unlock();
    }
  }

  void close() {
    cache.close();
    tagKey.flush();
  }

  /** The row as it is now; the trouble when its wrapping is the one that made the trouble. */
  private DekRecord rewrapped(UUID id, WrappedDek failed, TokenException trouble)
      throws TokenException {
    Optional<DekRecord> now;
    try {
      now = store.find(id);
    } catch (StoreException e) {
      trouble.addSuppressed(e);
      throw trouble;
    }
    return now.filter(r -> !r.wrapped().equals(failed)).orElseThrow(() -> trouble);
  }

  private OpenDek hold(OpenDek dek) throws TokenException {
    if (!cache.hold(dek)) {
      throw closed();
    }
    return dek;
  }

  private OpenDek activate(OpenDek dek) {
    cache.activate(dek);
    return dek;
  }

  private void requireOpen() throws TokenException {
    if (cache.isClosed()) {
      throw closed();
    }
  }

  static TokenException closed() {
    return new TokenException("This keyring has been closed", false, null);
  }
}
