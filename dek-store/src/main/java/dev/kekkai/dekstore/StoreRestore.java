package dev.kekkai.dekstore;

import dev.kekkai.config.DekSettings;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekkaiProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over a store that was restored from a backup on purpose. What happened after the backup is
 * lost: DEKs made since, and how many uses were taken. So a margin is added to what each DEK that
 * encrypts has taken, and nobody goes beyond a budget for want of memory.
 */
public final class StoreRestore {
  private static final Logger LOG = LoggerFactory.getLogger(StoreRestore.class);

  /** Further than any number of changes; the file has it while the restore is being accepted. */
  private static final long LEAP = 1L << 40;

  private static final int PAGE = 500;

  private final KekkaiProvider provider;
  private final DekStore store;
  private final KekCatalog catalog;

  /**
   * Over one token and one store, which nobody else uses meanwhile.
   *
   * @param provider a configured provider
   * @param store the restored DEKs
   * @param catalog the restored KEKs
   */
  public StoreRestore(KekkaiProvider provider, DekStore store, KekCatalog catalog) {
    this.provider = provider;
    this.store = store;
    this.catalog = catalog;
  }

  /**
   * What was done.
   *
   * @param lostChanges changes of rows that the backup does not have; after an interrupted call at
   *     most so many
   * @param margin uses that were added to what each DEK has taken, at most
   * @param deks how many DEK versions that was done to
   */
  public record Accepted(long lostChanges, long margin, int deks) {}

  /**
   * Accepts the store as it is. Interrupted, it leaves the store read-only; call again then.
   *
   * @return what was done
   * @throws TokenException when the token doesn't answer
   * @throws StoreException when no head file is configured, the store is not older than its head
   *     file, or either can't be used
   */
  public Accepted accept() throws TokenException {
    return accept(RowListener.NONE);
  }

  /**
   * As {@link #accept()}.
   *
   * @param listener hears how far it is
   * @return what was done
   * @throws TokenException when the token doesn't answer
   * @throws StoreException as {@link #accept()}
   */
  public Accepted accept(RowListener listener) throws TokenException {
    Path path = provider.source().config().storeHead();
    if (path == null) {
      throw new StoreException("No head file is configured: set store.head = FILE", null);
    }
    TagKey tagKey = new TagKey(provider, store, catalog);
    RowTags tags = tagKey.unguarded();
    HeadFile file = tagKey.headFile(path);
    StoreHead seen = file.read();
    StoreHead found = store.head(tags);
    if (seen == null || !seen.store().equals(found.store()) || !found.isOlderThan(seen)) {
      throw new StoreException(
          "There is no restored store to accept: it is not older than the head file " + path, null);
    }
    store.guard(tags);
    long lost = lost(seen.counter() - found.counter());
    long margin = margin(provider.source().config().deks(), lost);
    StoreHead far = seen.at(seen.counter() + LEAP);
    file.write(far);
    int deks = addToAll(tags, margin, listener);
    file.write(store.raise(tags, far.counter() + 1));
    LOG.warn(
        "Accepted the restored DEK store {}: {} changes are lost, {} uses added to {} DEKs",
        found.store(),
        lost,
        margin,
        deks);
    return new Accepted(lost, margin, deks);
  }

  /**
   * Beyond half a leap lies what an interrupted call has written to the file. The changes it made
   * to the store make up for as many lost ones, so they are added: one for each DEK at most.
   */
  private long lost(long gap) {
    long changes = gap;
    while (changes > LEAP / 2) {
      changes -= LEAP;
    }
    return Math.max(1, changes < gap ? changes + store.count() : changes);
  }

  /** Half a budget, or as much as all lost changes could have taken from one DEK. */
  private static long margin(DekSettings settings, long lost) {
    long taken =
        lost > settings.budget() / settings.maxUses()
            ? settings.budget()
            : lost * settings.maxUses();
    return Math.min(settings.budget(), Math.max(settings.budget() / 2 + 1, taken));
  }

  private int addToAll(RowTags tags, long margin, RowListener listener) throws TokenException {
    listener.total(store.count());
    int count = 0;
    List<DekRecord> page = store.page(null, PAGE);
    while (!page.isEmpty()) {
      List<DekRecord> nexts = new ArrayList<>();
      for (DekRecord row : page) {
        if (row.state().leadsTo(DekState.ACTIVE) || row.state().encrypts()) {
          nexts.add(tags.tagged(tags.verified(row).withLease(margin)));
        }
      }
      if (store.updateAll(nexts).size() < nexts.size()) {
        throw new StoreException("Somebody else uses the store meanwhile; stop him first", null);
      }
      count += nexts.size();
      listener.done(page.size());
      page = store.page(page.get(page.size() - 1).id(), PAGE);
    }
    return count;
  }
}
