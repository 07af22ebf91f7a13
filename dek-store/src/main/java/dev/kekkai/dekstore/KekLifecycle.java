package dev.kekkai.dekstore;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.KekRef;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes KEK versions out of use, for whoever administers the store: disabled, and destroyed after a
 * waiting time. Running keyrings follow within {@code dek.max-age}. Thread-safe.
 */
public final class KekLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(KekLifecycle.class);

  /** How many DEKs a message names. */
  static final int NAMED = 5;

  private final KekkaiProvider provider;
  private final DekStore store;
  private final KekCatalog catalog;
  private final TagKey tagKey;
  private final KekRegistry keks;
  private final Clock clock;

  /**
   * Over one token and one store.
   *
   * @param provider a configured provider
   * @param store the DEKs
   * @param catalog the KEKs
   * @param clock tells when a waiting time begins and ends
   */
  public KekLifecycle(KekkaiProvider provider, DekStore store, KekCatalog catalog, Clock clock) {
    this.provider = provider;
    this.store = store;
    this.catalog = catalog;
    this.tagKey = new TagKey(provider, store, catalog);
    this.keks = new KekRegistry(provider, catalog, tagKey);
    this.clock = clock;
  }

  /**
   * Takes a version out of use: what is under it is not unwrapped any more. DEKs that are still
   * under it do not open until it is enabled again.
   *
   * @param ref a retired or prepared version
   * @param wait how long until it may be destroyed, to the millisecond
   * @return its new row
   * @throws KekStateException when it is primary, disabled already, or destroyed
   * @throws TokenException when the token doesn't answer
   * @throws StoreException when the store has no such KEK, somebody else changes it, or it can't be
   *     used
   */
  public KekRecord disable(KekRef ref, Duration wait) throws TokenException {
    KekRecord row = keks.row(ref);
    if (row.state() == KekState.PRIMARY) {
      throw new KekStateException(
          ref
              + " is primary: what is new is wrapped under it. Make another version primary first:"
              + " 'kekkai kek rotate "
              + ref.name()
              + "'");
    }
    if (!row.state().leadsTo(KekState.DISABLED)) {
      throw new KekStateException(ref + " is " + row.state().id() + " already");
    }
    return write(row.disabled(wait, clock.instant()));
  }

  /**
   * Takes a version into use again: it is retired then, and unwraps.
   *
   * @param ref a disabled version
   * @return its new row
   * @throws KekStateException when it is not disabled
   * @throws TokenException when the token doesn't answer
   * @throws StoreException when the store has no such KEK, somebody else changes it, or it can't be
   *     used
   */
  public KekRecord enable(KekRef ref) throws TokenException {
    KekRecord row = keks.row(ref);
    if (row.state() != KekState.DISABLED) {
      throw new KekStateException(ref + " is " + row.state().id() + ", not disabled");
    }
    return write(row.in(KekState.RETIRED, clock.instant()));
  }

  /**
   * Looks whether a version may be destroyed now. Every row of the store is read, and proved: a DEK
   * that somebody hid counts.
   *
   * @param ref the version
   * @throws KekStateException when it is not disabled, its waiting time is not over, or DEKs depend
   *     on it
   * @throws TokenException when the token doesn't answer
   * @throws StoreException when the store has no such KEK, was changed, or can't be read
   */
  public void requireDestroyable(KekRef ref) throws TokenException {
    requireDestroyable(ref, RowListener.NONE);
  }

  /**
   * As {@link #requireDestroyable(KekRef)}.
   *
   * @param ref the version
   * @param listener hears how many rows are read
   * @throws KekStateException when it may not be destroyed
   * @throws TokenException when the token doesn't answer
   * @throws StoreException as {@link #requireDestroyable(KekRef)}
   */
  public void requireDestroyable(KekRef ref, RowListener listener) throws TokenException {
    KekRecord row = keks.row(ref);
    if (row.state() == KekState.DESTROYED) {
      return; // what is left of it on a token may go, too
    }
    tagKey.requireWritable();
    if (row.state() != KekState.DISABLED) {
      throw new KekStateException(
          ref
              + " is "
              + row.state().id()
              + ": it is destroyed when it was disabled for its waiting time. Begin with 'kekkai"
              + " kek disable "
              + ref
              + "'");
    }
    Instant from = row.dates().destroyableFrom();
    if (from == null || clock.instant().isBefore(from)) {
      throw new KekStateException(
          ref + " is disabled and waits: it may be destroyed from " + from + " on");
    }
    requireNoDeks(ref, listener);
  }

  private void requireNoDeks(KekRef ref, RowListener listener) throws TokenException {
    listener.total(store.count());
    RowTags tags = tagKey.tags();
    List<UUID> some = new ArrayList<>();
    long[] count = new long[1];
    store.readAll(
        row -> {
          tags.verified(row);
          listener.done(1);
          if (row.wrapped().kek().equals(ref) && row.state() != DekState.DESTROYED) {
            count[0]++;
            if (some.size() < NAMED) {
              some.add(row.id());
            }
          }
        });
    if (count[0] > 0) {
      throw KekStateException.dependents(ref, count[0], some);
    }
  }

  /**
   * Destroys a version: for ever, on this token, and in the store. The row is kept. What is under
   * it elsewhere, in backups, files or sealed items, is lost. Called again, it finishes what was
   * interrupted, and destroys the key on another token of the store.
   *
   * @param ref a disabled version whose waiting time is over
   * @return how many objects were destroyed on the token; 0 when it has no such key
   * @throws KekStateException as {@link #requireDestroyable(KekRef)}
   * @throws TokenException when the token refuses or doesn't answer; call again then
   * @throws StoreException when the store has no such KEK, was changed, or can't be used
   */
  public int destroy(KekRef ref) throws TokenException {
    return destroy(ref, RowListener.NONE);
  }

  /**
   * As {@link #destroy(KekRef)}.
   *
   * @param ref a disabled version whose waiting time is over
   * @param listener hears how many rows are read before it is destroyed
   * @return how many objects were destroyed on the token; 0 when it has no such key
   * @throws KekStateException as {@link #requireDestroyable(KekRef)}
   * @throws TokenException when the token refuses or doesn't answer; call again then
   * @throws StoreException as {@link #destroy(KekRef)}
   */
  public int destroy(KekRef ref, RowListener listener) throws TokenException {
    requireDestroyable(ref, listener);
    KekRecord row = keks.row(ref);
    if (row.state() != KekState.DESTROYED) {
      row = write(row.in(KekState.DESTROYED, clock.instant()));
    }
    int objects = provider.maker().destroy(ref, HexFormat.of().parseHex(row.ckaId()));
    LOG.warn("Destroyed {} on the token: {} objects", ref, objects);
    return objects;
  }

  private KekRecord write(KekRecord next) throws TokenException {
    KekRecord tagged = tagKey.tags().tagged(next);
    if (!catalog.update(List.of(tagged))) {
      throw new StoreException(
          "Somebody else changed " + next.ref() + " at the same time; look, and try again", null);
    }
    tagKey.flush();
    LOG.info("{} is {} now", next.ref(), next.state().id());
    return tagged;
  }
}
