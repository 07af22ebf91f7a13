package dev.kekkai.keyserver.keks;

import dev.kekkai.config.problem.ConfigException;
import dev.kekkai.config.problem.Problem;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.envelope.EnvelopeOpenException;
import dev.kekkai.formats.envelope.SealedEnvelope;
import dev.kekkai.formats.kekset.KekSetSigner;
import dev.kekkai.formats.kekset.KekSetVerifier;
import dev.kekkai.keyserver.chore.Chores;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The KEKs of a token, looked at anew every few seconds, and their set in the store. While token or
 * store are away, what was known last stays. Thread-safe.
 */
public final class TokenKeks implements Keks, AutoCloseable {
  /** Items that name a version nobody knows don't make the token be looked at more often. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final Set<String> names;
  private final KekRing ring;
  private final KekSetPublisher publisher;
  private final Clock clock;
  private final Chores chores;
  private volatile @Nullable PublishedKeks published;
  private Instant lastLook = Instant.EPOCH;

  /**
   * Nothing is looked at before {@link #start}.
   *
   * @param names the KEKs to serve, without versions
   * @param source the token
   * @param store where the sets of all servers are
   * @param signer signs sets
   * @param verifier believes what that signer signed
   * @param validity how long a set is good for; signed anew after half of it
   * @param clock this server's
   */
  public TokenKeks(
      Set<String> names,
      KekSource source,
      KekSetStore store,
      KekSetSigner signer,
      KekSetVerifier verifier,
      Duration validity,
      Clock clock) {
    this.names = Set.copyOf(names);
    this.ring = new KekRing(source);
    this.publisher = new KekSetPublisher(store, signer, verifier, validity, clock);
    this.clock = clock;
    this.chores = new Chores("kekkai-keks");
  }

  /**
   * Looks for the first time, and keeps looking.
   *
   * @param every time between two looks
   * @throws KeksUnavailableException when token or store do not answer
   * @throws ConfigException when a KEK has no version that can be served
   */
  public void start(Duration every) throws KeksUnavailableException {
    look();
    for (String name : names) {
      if (ring.primary(name).isEmpty()) {
        throw new ConfigException(
            "Token",
            List.of(
                new Problem(
                    "keks",
                    name,
                    "must be an RSA or EC KEK on the token that is fit for use: make one with"
                        + " 'kekkai kek create'")));
      }
    }
    chores.every(every, "look at the KEKs; they stay as they were", this::look);
  }

  /** As it is done each time. */
  synchronized void look() throws KeksUnavailableException {
    lastLook = clock.instant();
    ring.refresh();
    if (!ring.publicKeks().isEmpty()) {
      published = publisher.publish(ring.publicKeks());
    }
  }

  @Override
  public boolean serves(String name) {
    return names.contains(name);
  }

  @Override
  public boolean isPrimary(String kid) {
    int dot = kid.lastIndexOf('.');
    return dot > 0 && ring.primary(kid.substring(0, dot)).filter(kid::equals).isPresent();
  }

  @Override
  public byte[] open(SealedEnvelope item, EncryptionContext context)
      throws EnvelopeOpenException, KeksUnavailableException {
    Optional<ServedKek> kek = ring.find(item.kid());
    if (kek.isEmpty()) {
      lookAtTokenIfDue();
      kek = ring.find(item.kid());
    }
    if (kek.isPresent()) {
      return ring.open(kek.get(), item, context);
    }
    PublishedKeks set = published;
    if (set != null && set.set().find(item.kid()).isPresent()) {
      throw new KeksUnavailableException(
          "The KEK " + item.kid() + " is published, but not on this token", null);
    }
    throw new EnvelopeOpenException();
  }

  /** A version that was made a moment ago; its set is published at the next regular look. */
  private synchronized void lookAtTokenIfDue() throws KeksUnavailableException {
    if (Duration.between(lastLook, clock.instant()).compareTo(BETWEEN_LOOKS) > 0) {
      lastLook = clock.instant();
      ring.refresh();
    }
  }

  @Override
  public ResealedItem seal(String name, byte[] plaintext, EncryptionContext context)
      throws KeksUnavailableException {
    return ring.seal(name, plaintext, context);
  }

  @Override
  public PublishedKeks published() throws KeksUnavailableException {
    PublishedKeks set = published;
    if (set == null || set.set().isExpired(clock.instant())) {
      throw new KeksUnavailableException("There is no KEK set that has not expired", null);
    }
    return set;
  }

  @Override
  public boolean isReady() {
    return published != null && ring.isCalm();
  }

  /** Stops looking. */
  @Override
  public void close() {
    chores.close();
  }
}
