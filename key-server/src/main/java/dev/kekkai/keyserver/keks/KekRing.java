package dev.kekkai.keyserver.keks;

import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.envelope.EnvelopeOpenException;
import dev.kekkai.formats.envelope.EnvelopeOpener;
import dev.kekkai.formats.envelope.EnvelopeSealer;
import dev.kekkai.formats.envelope.PublicKek;
import dev.kekkai.formats.envelope.SealedEnvelope;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The KEKs in use, as they were at the last look. A version is taken in once it has opened an
 * envelope that was sealed for it: then its two halves are a pair, and the token can do what is
 * needed. Thread-safe.
 */
final class KekRing {
  private static final Logger LOG = LoggerFactory.getLogger(KekRing.class);
  private static final EncryptionContext PROOF = EncryptionContext.of("kekkai", "proof");

  private final KekSource source;
  private final SecureRandom random = new SecureRandom();

  /** Versions that failed their proof, to say so once. Guarded by this. */
  private final Set<PublicKek> refused = new HashSet<>();

  private volatile Map<String, ServedKek> byKid = Map.of();
  private volatile Map<String, Primary> primaries = Map.of();

  private record Primary(String kid, int version, EnvelopeSealer sealer) {}

  KekRing(KekSource source) {
    this.source = source;
  }

  /**
   * Looks at the token.
   *
   * @return whether something is different now
   */
  synchronized boolean refresh() throws KeksUnavailableException {
    Map<String, ServedKek> now = new HashMap<>();
    for (ServedKek kek : source.read()) {
      String kid = kek.publicKek().kid();
      ServedKek earlier = byKid.get(kid);
      boolean same = earlier != null && earlier.publicKek().equals(kek.publicKek());
      if (same || isProven(kek)) {
        now.put(kid, kek);
      }
    }
    boolean changed = !publicKeks(now.values()).equals(publicKeks(byKid.values()));
    if (changed) {
      Map<String, Primary> greatest = primaries(now);
      // what opens comes first: nobody is told to seal for what is not here yet
      byKid = Map.copyOf(now);
      primaries = Map.copyOf(greatest);
      LOG.info(
          "KEKs: {}; new items are sealed for {}",
          now.keySet(),
          greatest.values().stream().map(Primary::kid).toList());
    }
    return changed;
  }

  private static Set<PublicKek> publicKeks(Iterable<ServedKek> keks) {
    Set<PublicKek> all = new HashSet<>();
    keks.forEach(kek -> all.add(kek.publicKek()));
    return all;
  }

  private static Map<String, Primary> primaries(Map<String, ServedKek> keks) {
    Map<String, Primary> greatest = new HashMap<>();
    for (ServedKek kek : keks.values()) {
      PublicKek key = kek.publicKek();
      Primary other = greatest.get(key.name());
      if (other == null || other.version() < key.version()) {
        greatest.put(key.name(), new Primary(key.kid(), key.version(), new EnvelopeSealer(key)));
      }
    }
    return greatest;
  }

  private boolean isProven(ServedKek kek) throws KeksUnavailableException {
    if (refused.contains(kek.publicKek())) {
      return false;
    }
    byte[] value = new byte[32];
    random.nextBytes(value);
    String item = new EnvelopeSealer(kek.publicKek()).seal(value, PROOF);
    try {
      if (MessageDigest.isEqual(value, open(kek.opener(), SealedEnvelope.parse(item), PROOF))) {
        return true;
      }
    } catch (GeneralSecurityException e) {
      LOG.debug("The proof of {} failed", kek, e);
    }
    refused.add(kek.publicKek());
    LOG.error(
        "The KEK {} is not served: it does not open what was sealed for it. Either its public half"
            + " on the token is another key's, or the module can't do {}",
        kek.publicKek().kid(),
        kek.publicKek().algorithm().jose());
    return false;
  }

  /** The version of a kid; empty when there is none at present. */
  Optional<ServedKek> find(String kid) {
    return Optional.ofNullable(byKid.get(kid));
  }

  /** All versions, in the order of their ids. */
  List<PublicKek> publicKeks() {
    return byKid.values().stream()
        .map(ServedKek::publicKek)
        .sorted(Comparator.comparing(PublicKek::name).thenComparing(PublicKek::version))
        .toList();
  }

  /** The kid that new values are sealed for; empty when the name has no version. */
  Optional<String> primary(String name) {
    return Optional.ofNullable(primaries.get(name)).map(Primary::kid);
  }

  byte[] open(ServedKek kek, SealedEnvelope item, EncryptionContext context)
      throws EnvelopeOpenException, KeksUnavailableException {
    return open(kek.opener(), item, context);
  }

  /**
   * A token that was away meanwhile may have refused anything: then nothing is said of the item.
   */
  private byte[] open(EnvelopeOpener opener, SealedEnvelope item, EncryptionContext context)
      throws EnvelopeOpenException, KeksUnavailableException {
    long before = source.calm();
    try {
      return opener.open(item, context);
    } catch (EnvelopeOpenException e) {
      if (before < 0 || source.calm() != before) {
        throw new KeksUnavailableException("The token was away while it was asked", e);
      }
      throw e;
    } catch (ProviderException e) {
      throw new KeksUnavailableException(String.valueOf(e.getMessage()), e);
    }
  }

  ResealedItem seal(String name, byte[] plaintext, EncryptionContext context)
      throws KeksUnavailableException {
    Primary primary = primaries.get(name);
    if (primary == null) {
      throw new KeksUnavailableException("The token has no KEK named " + name, null);
    }
    return new ResealedItem(primary.sealer().seal(plaintext, context), primary.kid());
  }

  boolean isCalm() {
    return source.calm() >= 0;
  }
}
