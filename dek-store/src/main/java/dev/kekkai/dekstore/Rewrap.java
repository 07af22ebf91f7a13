package dev.kekkai.dekstore;

import dev.kekkai.config.CallMode;
import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.TokenKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.SortedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every DEK under one KEK version wrapped anew under another: unwrapped and wrapped in the token,
 * and each new blob opened again there before it replaces the old one. Data encrypted under the
 * DEKs is not touched.
 *
 * <p>A run may be killed at any moment: what was committed is done, the rest as it was, and the
 * next run goes on. A run after a finished one changes nothing. Applications may use the store
 * meanwhile, and other runs may be under way: a row is replaced only in the revision that was read,
 * and read again where somebody else was faster.
 */
public final class Rewrap {
  private static final Logger LOG = LoggerFactory.getLogger(Rewrap.class);

  private final KekkaiProvider provider;
  private final DekStore store;
  private final KekCatalog catalog;
  private final KekRegistry keks;
  private final TagKey tagKey;

  /**
   * How many threads have a session each.
   *
   * @param config the operator's configuration
   * @return 1 and up
   */
  public static int mostThreads(KekkaiConfig config) {
    return Math.max(1, config.sessions().max() - 1);
  }

  /**
   * Over one token and one store.
   *
   * @param provider a configured provider
   * @param store the DEKs
   * @param catalog the KEKs
   */
  public Rewrap(KekkaiProvider provider, DekStore store, KekCatalog catalog) {
    this.provider = provider;
    this.store = store;
    this.catalog = catalog;
    this.tagKey = new TagKey(provider, store, catalog);
    this.keks = new KekRegistry(provider, catalog, tagKey);
  }

  /**
   * How many threads keep the token busy: one for each processor where the module works in this
   * process, and as many as call it where its calls are dispatched; never more than there are
   * sessions.
   *
   * @param config the operator's configuration
   * @return 1 and up
   */
  public static int threads(KekkaiConfig config) {
    int sessions = mostThreads(config);
    Integer calls = config.calls().threads();
    int wanted =
        config.calls().mode() == CallMode.DISPATCHED
            ? calls == null ? sessions : calls
            : Runtime.getRuntime().availableProcessors();
    return Math.max(1, Math.min(wanted, sessions));
  }

  /**
   * What a run would do, with everything looked at that it looks at before its first DEK. Nothing
   * is written.
   *
   * @param from the old KEK version
   * @param to the new one
   * @return how many DEKs there are to do
   * @throws TokenException as {@link #run}
   * @throws StoreException as {@link #run}
   */
  public RewrapCount count(KekRef from, KekRef to) throws TokenException {
    check(from, to);
    SortedMap<KekRef, Long> counts = store.countByKek();
    return new RewrapCount(from, to, counts.getOrDefault(from, 0L), counts.getOrDefault(to, 0L));
  }

  /**
   * Rewraps.
   *
   * @param from the old KEK version
   * @param to the new one, primary of its name
   * @param threads how many work in the token at once, 1 and up
   * @param listener hears how it gets on
   * @return what was done, and what is left
   * @throws TokenException when one of the KEKs is missing, unfit, another key than the store's or
   *     hsm-only, or the token doesn't answer; run again to go on
   * @throws StoreException when the store doesn't know one of the KEKs, the new one wraps nothing
   *     any more, or the store can't be used; run again to go on
   */
  public RewrapResult run(KekRef from, KekRef to, int threads, RewrapListener listener)
      throws TokenException {
    Instant begun = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    TokenKey target = check(from, to);
    tagKey.requireWritable();
    listener.total(store.countByKek().getOrDefault(from, 0L));
    BulkRewrap work =
        new BulkRewrap(store, new Rewrapper(provider, keks, tagKey), target, threads, listener);
    try {
      work.run((last, limit) -> store.under(from, last, limit));
    } finally {
      tagKey.flush();
    }
    return result(begun, from, to, work);
  }

  private RewrapResult result(Instant begun, KekRef from, KekRef to, BulkRewrap work)
      throws TokenException {
    SortedMap<KekRef, Long> counts = store.countByKek();
    StoreHead head = store.head(tagKey.tags());
    RewrapResult result =
        new RewrapResult(
            head.store(),
            keks.row(from),
            keks.row(to),
            begun,
            Instant.now().truncatedTo(ChronoUnit.MILLIS),
            work.rewrapped(),
            counts.getOrDefault(from, 0L),
            counts.getOrDefault(to, 0L),
            work.failed(),
            head.counter());
    LOG.info(
        "{} DEKs rewrapped from {} to {}, {} failed, {} are under {}",
        result.rewrapped(),
        from,
        to,
        result.failed().size(),
        result.remaining(),
        from);
    return result;
  }

  private TokenKey check(KekRef from, KekRef to) throws TokenException {
    if (from.equals(to)) {
      throw new IllegalArgumentException("The old KEK version and the new one are both " + from);
    }
    requireKnown(from);
    requireKnown(to);
    KekRecord wanted = keks.row(to);
    if (wanted.state() != KekState.PRIMARY) {
      throw new StoreException(
          String.format(
              Locale.ROOT,
              "%s is %s and wraps nothing: rewrap to the primary version of '%s'",
              to,
              wanted.state().id(),
              to.name()),
          null);
    }
    refuseHsmOnly(keks.find(from));
    return keks.find(to);
  }

  /** Before anything is set up for a KEK that is not there. */
  private void requireKnown(KekRef ref) {
    if (catalog.find(ref).isEmpty()) {
      throw new StoreException("The store has no KEK " + ref + "; it has " + all(), null);
    }
  }

  private String all() {
    return catalog.list().stream().map(KekRecord::ref).toList().toString();
  }

  static void refuseHsmOnly(TokenKey kek) throws TokenException {
    if (kek.hsmOnly()) {
      throw new TokenException(
          String.format(
              Locale.ROOT,
              "%s was made hsm-only: its DEKs can't be rewrapped. Make a new KEK, and encrypt the"
                  + " data again under new DEKs",
              kek.ref()),
          false,
          null);
    }
  }
}
