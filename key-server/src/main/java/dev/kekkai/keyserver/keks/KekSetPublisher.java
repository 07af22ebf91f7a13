package dev.kekkai.keyserver.keks;

import dev.kekkai.formats.envelope.PublicKek;
import dev.kekkai.formats.kekset.KekSet;
import dev.kekkai.formats.kekset.KekSetException;
import dev.kekkai.formats.kekset.KekSetSigner;
import dev.kekkai.formats.kekset.KekSetVerifier;
import dev.kekkai.keyserver.keks.KekSetStore.StoredKekSet;
import java.security.ProviderException;
import java.security.SignatureException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that all servers give out one KEK set, and that it says what the tokens have. What the
 * store holds is believed only when the seal key signed it.
 *
 * <p>A version number is the second of its first signature, or one more than the last, whichever is
 * greater: so it grows also when the database was lost, which clients would otherwise never
 * forgive. For one thread at a time.
 */
final class KekSetPublisher {
  private static final Logger LOG = LoggerFactory.getLogger(KekSetPublisher.class);

  /**
   * How long a version has to be missed on this token before clients hear of it: servers that see
   * different things must not take turns in publishing them.
   */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final KekSetStore store;
  private final KekSetSigner signer;
  private final KekSetVerifier verifier;
  private final Duration validity;
  private final Clock clock;
  private @Nullable Instant missedSince;

  /**
   * The greatest version that was given out here: whoever removes it from the store wins nothing.
   */
  private long greatest;

  KekSetPublisher(
      KekSetStore store,
      KekSetSigner signer,
      KekSetVerifier verifier,
      Duration validity,
      Clock clock) {
    this.store = store;
    this.signer = signer;
    this.verifier = verifier;
    this.validity = validity;
    this.clock = clock;
  }

  /**
   * What is to be given out, given what this token has.
   *
   * @param keks all versions on the token, at least one
   */
  PublishedKeks publish(List<PublicKek> keks) throws KeksUnavailableException {
    PublishedKeks published = choose(keks);
    greatest = Math.max(greatest, published.set().version());
    return published;
  }

  private PublishedKeks choose(List<PublicKek> keks) throws KeksUnavailableException {
    Optional<StoredKekSet> stored = store.newest();
    KekSet newest = stored.flatMap(this::verified).orElse(null);
    if (stored.isEmpty() || newest == null) {
      long last = stored.map(StoredKekSet::version).orElse(0L);
      return add(last, keks);
    }
    if (newest.version() < greatest) {
      LOG.error(
          "The store's newest KEK set is {}, but {} was given out: older ones were put back",
          newest.version(),
          greatest);
      return add(greatest, keks);
    }
    PublishedKeks published = new PublishedKeks(newest, stored.get().jws());
    if (newest.primaries().equals(primaries(keks))
        && new HashSet<>(newest.keks()).equals(new HashSet<>(keks))) {
      missedSince = null;
      return isFresh(newest) ? published : renew(stored.get(), newest);
    }
    if (knowsMore(newest, keks) && !isPatienceOver()) {
      return published; // and not signed anew: it says what this token does not
    }
    missedSince = null;
    return add(newest.version(), keks);
  }

  /** Another server has seen versions that this token does not show, or not yet. */
  private boolean knowsMore(KekSet newest, List<PublicKek> keks) {
    return !new HashSet<>(keks).containsAll(newest.keks());
  }

  private boolean isPatienceOver() {
    Instant now = clock.instant();
    if (missedSince == null) {
      missedSince = now;
      LOG.warn(
          "The KEK set that another server published has versions that this token does not show;"
              + " it is given out all the same for {}",
          PATIENCE);
    }
    return Duration.between(missedSince, now).compareTo(PATIENCE) >= 0;
  }

  private boolean isFresh(KekSet set) {
    return clock.instant().isBefore(set.expires().minus(validity.dividedBy(2)));
  }

  private PublishedKeks add(long last, List<PublicKek> keks) throws KeksUnavailableException {
    long version = Math.max(Math.max(last, greatest) + 1, clock.instant().getEpochSecond());
    PublishedKeks set = sign(version, primaries(keks), keks);
    if (store.add(stored(set))) {
      LOG.info("KEK set {} published: {}", version, set.set().primaries());
      return set;
    }
    return theirs();
  }

  private PublishedKeks renew(StoredKekSet old, KekSet set) throws KeksUnavailableException {
    PublishedKeks renewed = sign(set.version(), set.primaries(), set.keks());
    if (store.replace(old, stored(renewed))) {
      LOG.info("KEK set {} signed anew, until {}", set.version(), renewed.set().expires());
      return renewed;
    }
    return theirs();
  }

  /** Another server was faster. */
  private PublishedKeks theirs() throws KeksUnavailableException {
    StoredKekSet stored =
        store
            .newest()
            .orElseThrow(() -> new KeksUnavailableException("The KEK set vanished", null));
    KekSet set =
        verified(stored)
            .orElseThrow(
                () -> new KeksUnavailableException("The stored KEK set is not to be used", null));
    return new PublishedKeks(set, stored.jws());
  }

  private PublishedKeks sign(long version, Map<String, String> primaries, List<PublicKek> keks)
      throws KeksUnavailableException {
    Instant issued = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    KekSet set =
        new KekSet(
            version,
            issued,
            issued.plus(validity).truncatedTo(ChronoUnit.SECONDS),
            primaries,
            keks);
    try {
      return new PublishedKeks(set, signer.sign(set));
    } catch (SignatureException | ProviderException e) {
      throw new KeksUnavailableException("The KEK set can't be signed: " + e.getMessage(), e);
    }
  }

  private static StoredKekSet stored(PublishedKeks set) {
    return new StoredKekSet(set.set().version(), set.set().issued().getEpochSecond(), set.jws());
  }

  private Optional<KekSet> verified(StoredKekSet stored) {
    try {
      KekSet set = verifier.verify(stored.jws());
      if (set.version() == stored.version()) {
        return Optional.of(set);
      }
      LOG.error("The stored KEK set {} says that it is {}", stored.version(), set.version());
    } catch (KekSetException e) {
      LOG.error("The stored KEK set {} is not to be used: {}", stored.version(), e.getMessage());
    }
    return Optional.empty();
  }

  private static Map<String, String> primaries(List<PublicKek> keks) {
    Map<String, PublicKek> greatest = new TreeMap<>();
    for (PublicKek kek : keks) {
      greatest.merge(
          kek.name(), kek, (one, other) -> one.version() > other.version() ? one : other);
    }
    Map<String, String> primaries = new TreeMap<>();
    greatest.forEach((name, kek) -> primaries.put(name, kek.kid()));
    return primaries;
  }
}
