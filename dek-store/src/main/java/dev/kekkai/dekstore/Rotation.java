package dev.kekkai.dekstore;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.TokenKey;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rotation of a KEK: a new version on the token, and every DEK wrapped again under it. Data
 * encrypted under the DEKs is not touched.
 *
 * <p>The new version is prepared, proved by its canary on every token, and then becomes primary. A
 * new blob replaces the old one only after the token has opened it and the key in it has decrypted
 * what the DEK encrypted when it was made. A rotation that was interrupted is finished by the next
 * call. A DEK that can't be rewrapped stays as it is and stops no other.
 */
public final class Rotation {
  private static final Logger LOG = LoggerFactory.getLogger(Rotation.class);

  private final KekkaiProvider provider;
  private final DekStore store;
  private final KekSuccession succession;
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
    this.tagKey = new TagKey(provider, store, catalog);
    this.keks = new KekRegistry(provider, catalog, tagKey);
    this.succession = new KekSuccession(provider, catalog, keks, tagKey, Clock.systemUTC());
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
    return rotate(kekName, List.of(), RewrapListener.NONE);
  }

  /**
   * As {@link #rotate(String)}; the new version becomes primary only when other tokens, too, have
   * opened its canary: those that serve the same store, or one that a backup of this token was
   * restored on. Until then it stays prepared, and the next call proves it again.
   *
   * @param kekName the KEK's name
   * @param others providers of the other tokens; stay the caller's
   * @param listener hears how rewrapping gets on
   * @return what was done
   * @throws TokenException when another token hasn't the new version's key, and as {@link
   *     #rotate(String)}
   * @throws StoreException when the store can't be used; call again to go on
   */
  public RotationResult rotate(String kekName, List<KekkaiProvider> others, RewrapListener listener)
      throws TokenException {
    try {
      return rotateNow(kekName, others, listener);
    } finally {
      tagKey.flush();
    }
  }

  private RotationResult rotateNow(
      String kekName, List<KekkaiProvider> others, RewrapListener listener) throws TokenException {
    tagKey.requireWritable(); // or a key would be made for nothing
    TokenKey current = keks.primary(kekName);
    Rewrap.refuseHsmOnly(current);
    Set<UUID> failed = new LinkedHashSet<>();
    long late = rewrapAll(current, failed, listener);
    if (late > 0) {
      return result(current, true, late, failed);
    }
    KekRecord prepared = succession.prepare(current);
    succession.prove(prepared, others);
    TokenKey to = keks.find(succession.activate(prepared).ref());
    return result(to, false, rewrapAll(to, failed, listener), failed);
  }

  private static RotationResult result(
      TokenKey to, boolean resumed, long rewrapped, Set<UUID> failed) {
    LOG.info("{} is primary; {} DEKs rewrapped, {} failed", to.ref(), rewrapped, failed.size());
    return new RotationResult(to.ref(), resumed, rewrapped, List.copyOf(failed));
  }

  private long rewrapAll(TokenKey to, Set<UUID> failed, RewrapListener listener)
      throws TokenException {
    listener.total(
        store.countByKek().entrySet().stream()
            .filter(each -> each.getKey().name().equals(to.ref().name()))
            .filter(each -> !each.getKey().equals(to.ref()))
            .mapToLong(Map.Entry::getValue)
            .sum());
    int threads = Rewrap.threads(provider.source().config());
    BulkRewrap work = new BulkRewrap(store, rewrapper, to, threads, listener);
    work.run((last, limit) -> store.notUnder(to.ref(), last, limit));
    work.failed().forEach(dek -> failed.add(dek.id()));
    return work.rewrapped();
  }
}
