package dev.kekkai.dekstore;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.TokenKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rotation of a KEK: a new version on the token, and every DEK wrapped again under it. Data
 * encrypted under the DEKs is not touched.
 *
 * <p>A new blob replaces the old one only after the token has opened it and the key in it has
 * decrypted what the DEK encrypted when it was made. A rotation that was interrupted is finished by
 * the next call. A DEK that can't be rewrapped stays as it is and stops no other.
 */
public final class Rotation {
  private static final Logger LOG = LoggerFactory.getLogger(Rotation.class);

  private final KekkaiProvider provider;
  private final DekStore store;
  private final KekCatalog catalog;
  private final KekRegistry keks;
  private final Rewrapper rewrapper;
  private final TagKey tagKey;

  /**
   * Over one token and one store.
   *
   * @param provider a configured provider
   * @param store the DEKs
   * @param catalog the KEKs
   */
  public Rotation(KekkaiProvider provider, DekStore store, KekCatalog catalog) {
    this.provider = provider;
    this.store = store;
    this.catalog = catalog;
    this.keks = new KekRegistry(provider, catalog);
    this.tagKey = new TagKey(provider, store);
    this.rewrapper = new Rewrapper(provider, keks, tagKey);
  }

  /**
   * Makes a new version of a KEK and rewraps all its DEKs; or, where an earlier rotation was
   * interrupted, finishes that one.
   *
   * @param kekName the KEK's name
   * @return what was done
   * @throws TokenException when the primary version is missing, unfit, another key than the store's
   *     or hsm-only, or the token doesn't answer; call again to go on
   * @throws StoreException when the store can't be used; call again to go on
   */
  public RotationResult rotate(String kekName) throws TokenException {
    try {
      return rotateNow(kekName);
    } finally {
      tagKey.flush();
    }
  }

  private RotationResult rotateNow(String kekName) throws TokenException {
    tagKey.requireWritable(); // or a key would be made for nothing
    TokenKey current = keks.primary(kekName);
    Rewrap.refuseHsmOnly(current);
    Set<UUID> failed = new LinkedHashSet<>();
    long late = rewrapAll(current, failed);
    if (late > 0) {
      return result(current, true, late, failed);
    }
    TokenKey to = keks.find(newVersion(current).ref());
    return result(to, false, rewrapAll(to, failed), failed);
  }

  private static RotationResult result(
      TokenKey to, boolean resumed, long rewrapped, Set<UUID> failed) {
    LOG.info("{} is primary; {} DEKs rewrapped, {} failed", to.ref(), rewrapped, failed.size());
    return new RotationResult(to.ref(), resumed, rewrapped, List.copyOf(failed));
  }

  private KekRecord newVersion(TokenKey current) throws TokenException {
    KekRecord row =
        catalog
            .find(current.ref())
            .orElseThrow(() -> new StoreException("The store has no KEK " + current.ref(), null));
    return catalog.succeed(row, () -> keks.newRecord(successor(current)));
  }

  /** A version that is on the token, but not in the store, was made by an interrupted rotation. */
  private TokenKey successor(TokenKey current) throws TokenException {
    String name = current.ref().name();
    TokenKey newest = provider.tokenKeys().primary(name);
    if (newest.ref().version() <= current.ref().version()) {
      return provider.maker().rotate(name);
    }
    refuseUnlike(current, newest);
    return newest;
  }

  /** A rotation makes a key like the one before; what is not like it, somebody else made. */
  private static void refuseUnlike(TokenKey current, TokenKey newest) throws TokenException {
    if (newest.kind() != current.kind()
        || newest.bits() != current.bits()
        || newest.hsmOnly() != current.hsmOnly()) {
      throw new TokenException(
          String.format(
              Locale.ROOT,
              "%s on the token was not made by rotating %s: it is %s, and %s is %s. Destroy or"
                  + " relabel it, then rotate again",
              newest.ref(),
              current.ref(),
              describe(newest),
              current.ref(),
              describe(current)),
          false,
          null);
    }
  }

  private static String describe(TokenKey key) {
    return String.format(
        Locale.ROOT,
        "of kind %s with %d bits%s",
        key.kind(),
        key.bits(),
        key.hsmOnly() ? ", hsm-only" : "");
  }

  private long rewrapAll(TokenKey to, Set<UUID> failed) throws TokenException {
    BulkRewrap work =
        new BulkRewrap(
            store, rewrapper, to, Rewrap.threads(provider.source().config()), RewrapListener.NONE);
    work.run((last, limit) -> store.notUnder(to.ref(), last, limit));
    work.failed().forEach(dek -> failed.add(dek.id()));
    return work.rewrapped();
  }
}
