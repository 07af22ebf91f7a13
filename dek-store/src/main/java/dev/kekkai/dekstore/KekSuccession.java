package dev.kekkai.dekstore;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.UnfitKeyException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The next version of a KEK: prepared on the token and in the store, proved on every token that
 * serves the store, and only then activated. Thread-safe.
 */
final class KekSuccession {
  private static final Logger LOG = LoggerFactory.getLogger(KekSuccession.class);

  private final KekkaiProvider provider;
  private final KekCatalog catalog;
  private final KekRegistry keks;
  private final TagKey tagKey;
  private final Clock clock;

  KekSuccession(
      KekkaiProvider provider, KekCatalog catalog, KekRegistry keks, TagKey tagKey, Clock clock) {
    this.provider = provider;
    this.catalog = catalog;
    this.keks = keks;
    this.tagKey = tagKey;
    this.clock = clock;
  }

  /** The version that is prepared already, or a new one. */
  KekRecord prepare(TokenKey current) throws TokenException {
    String name = current.ref().name();
    List<KekRecord> versions = keks.versions(name);
    KekRecord primary = KekRegistry.primaryOf(name, versions);
    if (!primary.ref().equals(current.ref())) {
      throw new StoreException(
          current.ref() + " is no longer the primary version: somebody else rotated this KEK",
          null);
    }
    Optional<KekRecord> waiting =
        versions.stream().filter(row -> row.state() == KekState.PREPARED).findFirst();
    if (waiting.isPresent()) {
      LOG.info("{} is prepared already, by a rotation that was not finished", waiting.get().ref());
      return waiting.get();
    }
    KekRef newest = versions.get(versions.size() - 1).ref();
    KekRecord made =
        catalog.prepare(
            primary, () -> keks.newRecord(successor(current, newest), KekState.PREPARED));
    LOG.info("{} is prepared", made.ref());
    return made;
  }

  /** A version that is on the token, but not in the store, was made by an interrupted rotation. */
  private TokenKey successor(TokenKey current, KekRef newestInStore) throws TokenException {
    TokenKey newest = newestOnToken(current.ref().name());
    if (newest.ref().version() <= newestInStore.version()) {
      return provider.maker().createLike(current, newestInStore.next());
    }
    refuseUnlike(current, newest);
    return newest;
  }

  /**
   * A process that is killed while a module makes a key may leave half of one: SoftHSM2 writes
   * attributes after the object. It stays, since what lies on a token may be somebody else's.
   */
  private TokenKey newestOnToken(String name) throws TokenException {
    try {
      return provider.tokenKeys().primary(name);
    } catch (UnfitKeyException e) {
      throw e.advising(
          "The store does not know it, so none of its DEKs is under it: a rotation that was killed"
              + " may have left it half made, or somebody else made it. Destroy it with the HSM's"
              + " own tools, then rotate again");
    }
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

  /**
   * Opens the canary of a prepared version on this token and on others.
   *
   * @throws TokenException when one of them hasn't the key, or another one; says which
   */
  void prove(KekRecord prepared, List<KekkaiProvider> others) throws TokenException {
    keks.prove(prepared);
    for (KekkaiProvider other : others) {
      String token = other.source().get().info().describe();
      try {
        new KekProof(other).prove(prepared);
      } catch (TokenException e) {
        throw new TokenException(
            String.format(
                Locale.ROOT,
                "%s is prepared and stays so: the token %s does not open its canary: %s. Bring the"
                    + " key there, then rotate again",
                prepared.ref(),
                token,
                e.getMessage()),
            e.retryable(),
            e);
      }
      LOG.info("{} opened its canary on the token {}", prepared.ref(), token);
    }
  }

  /** Makes a prepared version the primary one, and retires the one before. */
  KekRecord activate(KekRecord prepared) throws TokenException {
    String name = prepared.ref().name();
    RowTags tags = tagKey.tags();
    KekRecord primary = KekRegistry.primaryOf(name, keks.versions(name));
    KekRecord retired = tags.tagged(primary.in(KekState.RETIRED, clock.instant()));
    KekRecord active = tags.tagged(prepared.in(KekState.PRIMARY, clock.instant()));
    if (!catalog.update(List.of(retired, active))) {
      throw new StoreException(
          "Somebody else changed the versions of the KEK "
              + name
              + " meanwhile: look at 'kekkai kek list', and rotate again if need be",
          null);
    }
    tagKey.flush();
    LOG.info("{} is primary, {} is retired", active.ref(), retired.ref());
    return active;
  }
}
