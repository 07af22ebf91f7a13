package dev.kekkai.dekstore;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekkaiProvider;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves DEK versions through their states, for whoever administers the store. Running keyrings
 * follow within {@code dek.max-age}. Thread-safe.
 */
public final class DekLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(DekLifecycle.class);
  private static final int TRIES = 20;

  private final DekStore store;
  private final TagKey tagKey;
  private final KekRegistry keks;
  private final DekMaker maker;

  /**
   * Over one token and one store.
   *
   * @param provider a configured provider
   * @param store the DEKs
   * @param catalog the KEKs
   */
  public DekLifecycle(KekkaiProvider provider, DekStore store, KekCatalog catalog) {
    this.store = store;
    this.tagKey = new TagKey(provider, store, catalog);
    this.keks = new KekRegistry(provider, catalog, tagKey);
    this.maker = new DekMaker(provider, store, keks, tagKey);
  }

  /**
   * Makes the first versions of many DEKs in one transaction, active at once; far quicker than
   * {@link Keyring#ensure} for each. When this returns, their rows are durable.
   *
   * @param names names that the store has no DEK of; a thousand at once are plenty
   * @param kekName the KEK they are wrapped under
   * @return their rows
   * @throws NameTakenException when there is a DEK of one of the names; none was made then
   * @throws TokenException when the KEK is missing or unfit, or the token doesn't answer
   * @throws StoreException when the store can't be used
   */
  public List<DekRecord> makeAll(List<String> names, String kekName) throws TokenException {
    names.forEach(DekRecord::checkName);
    List<DekRecord> rows = maker.rows(names, kekName);
    store.addAll(rows);
    tagKey.flush();
    return rows;
  }

  /**
   * Makes the next version of a DEK, which waits until {@link #activate} and encrypts nothing.
   *
   * @param name the DEK's name; it needs not have an active version
   * @return the new row
   * @throws DekNotFoundException when there is no such DEK
   * @throws NameTakenException when somebody else makes a version at the same time
   * @throws TokenException when the KEK is missing or unfit, or the token doesn't answer
   * @throws StoreException when the store can't be used
   */
  public DekRecord prepare(String name) throws TokenException {
    List<DekRecord> versions = store.versions(name);
    if (versions.isEmpty()) {
      throw new DekNotFoundException(name);
    }
    return told(maker.makePreActive(tagKey.tags().verified(versions.get(versions.size() - 1))));
  }

  /**
   * Makes a version that waits the active one, and the active one deactivated.
   *
   * @param id the version that waits
   * @return its new row
   * @throws IllegalArgumentException when it was active before
   * @throws TokenException when the token doesn't answer
   * @throws StoreException when the store has no such row, it was changed, or can't be used
   */
  public DekRecord activate(UUID id) throws TokenException {
    for (int i = 0; i < TRIES; i++) {
      DekRecord waiting = verified(id);
      DekRecord next = tagKey.tags().tagged(waiting.in(DekState.ACTIVE, Instant.now()));
      DekRecord counts = store.find(waiting.name()).orElseThrow(() -> Leases.gone(waiting));
      if (counts.state() != DekState.ACTIVE) {
        if (isUpdated(waiting, next)) {
          return told(next);
        }
      } else {
        DekRecord ended =
            tagKey
                .tags()
                .tagged(tagKey.tags().verified(counts).in(DekState.DEACTIVATED, Instant.now()));
        if (store.succeed(counts, ended, next)) {
          return told(next);
        }
      }
    }
    throw busy(id);
  }

  /** False also when another version became the active one meanwhile. */
  private boolean isUpdated(DekRecord waiting, DekRecord next) {
    try {
      return store.update(waiting, next);
    } catch (NameTakenException e) {
      return false;
    }
  }

  /**
   * Moves a version to another state. Without an active version, nothing is encrypted under the
   * name. To destroy it takes the wrapped DEK out of the store for ever: what it encrypted is lost,
   * but for backups of the store.
   *
   * @param id the version
   * @param state deactivated, compromised or destroyed
   * @return its new row
   * @throws IllegalArgumentException when no DEK goes from its state to that one
   * @throws TokenException when the token doesn't answer
   * @throws StoreException when the store has no such row, it was changed, or can't be used
   */
  public DekRecord move(UUID id, DekState state) throws TokenException {
    if (state == DekState.ACTIVE) {
      return activate(id);
    }
    for (int i = 0; i < TRIES; i++) {
      DekRecord row = verified(id);
      DekRecord next = tagKey.tags().tagged(row.in(state, Instant.now()));
      if (store.update(row, next)) {
        return told(next);
      }
    }
    throw busy(id);
  }

  /**
   * Tags rows that have no tag: those of an earlier release, in a store whose tag key is older than
   * the store itself. Each KEK opens its canary and each DEK is opened first, so that only what
   * they wrapped is tagged; that nobody has changed such a row before can't be known, which is why
   * a person has to ask for it.
   *
   * @return how many rows were tagged
   * @throws DekRowChangedException when a row holds another DEK than it was made with
   * @throws TokenException when a DEK can't be opened, or the token doesn't answer
   * @throws StoreException when the store can't be used
   */
  public int tagRowsOfEarlierRelease() throws TokenException {
    return tagRowsOfEarlierRelease(RowListener.NONE);
  }

  /**
   * As {@link #tagRowsOfEarlierRelease()}.
   *
   * @param listener hears how many DEKs are looked at
   * @return how many rows were tagged
   * @throws TokenException when a DEK can't be opened, or the token doesn't answer
   * @throws StoreException as {@link #tagRowsOfEarlierRelease()}
   */
  public int tagRowsOfEarlierRelease(RowListener listener) throws TokenException {
    try {
      RowTags tags = tagKey.tags();
      int versions = tagKey.tagUntaggedKeks(tags, keks::prove);
      int deks =
          tagKey.tagUntagged(
              tags,
              row -> {
                if (row.state().decrypts()) {
                  maker.openUntagged(row).handle().close();
                }
              },
              listener);
      return versions + deks;
    } finally {
      tagKey.flush();
    }
  }

  private DekRecord verified(UUID id) throws TokenException {
    DekRecord row =
        store
            .find(id)
            .orElseThrow(() -> new StoreException("The store has no DEK of id " + id, null));
    return tagKey.tags().verified(row);
  }

  private DekRecord told(DekRecord row) {
    tagKey.flush();
    LOG.info("The DEK '{}' version {} is {} now", row.name(), row.version(), row.state().id());
    return row;
  }

  private static StoreException busy(UUID id) {
    return new StoreException(
        String.format(Locale.ROOT, "Others change the DEK %s all the time; try again", id), null);
  }
}
