package dev.kekkai.keyserver.keks;

import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.cryptoki.TokenHealth;
import dev.kekkai.cryptoki.TokenState;
import dev.kekkai.formats.envelope.EnvelopeOpener;
import dev.kekkai.formats.envelope.PublicKek;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.KeyNotFoundException;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.TokenPrivateKey;
import dev.kekkai.provider.keys.UnfitKeyException;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** KEKs on the token of a provider. A version that is not fit for use is left out, and logged. */
public final class TokenKekSource implements KekSource {
  private static final Logger LOG = LoggerFactory.getLogger(TokenKekSource.class);

  private final KekkaiProvider provider;
  private final Set<String> names;

  /** By label; an empty one is unfit and was logged. Guarded by this. */
  private Map<KekRef, Optional<ServedKek>> known = Map.of();

  /**
   * Over the token of a provider.
   *
   * @param provider configured; stays the caller's
   * @param names the KEKs to serve, without versions
   */
  public TokenKekSource(KekkaiProvider provider, Set<String> names) {
    this.provider = provider;
    this.names = Set.copyOf(names);
  }

  @Override
  public synchronized List<ServedKek> read() throws KeksUnavailableException {
    try {
      Map<KekRef, Optional<ServedKek>> now = new HashMap<>();
      for (KekRef ref : provider.tokenKeys().labels()) {
        if (names.contains(ref.name())) {
          Optional<ServedKek> earlier = known.get(ref);
          now.put(ref, earlier != null ? earlier : look(ref));
        }
      }
      known = now;
      return now.values().stream().flatMap(Optional::stream).toList();
    } catch (TokenException e) {
      throw new KeksUnavailableException("The token does not tell its KEKs: " + e.getMessage(), e);
    }
  }

  private Optional<ServedKek> look(KekRef ref) throws TokenException {
    try {
      TokenKey key = provider.tokenKeys().find(ref);
      PublicKey publicKey = key.publicKey();
      if (publicKey == null || !isForEnvelopes(key.kind())) {
        return unfit(ref, "it is of kind " + key.kind() + "; envelopes need RSA or EC KEKs");
      }
      return Optional.of(
          new ServedKek(
              new PublicKek(ref.label(), publicKey),
              new EnvelopeOpener(TokenPrivateKey.of(provider.source(), key), provider)));
    } catch (UnfitKeyException | KeyNotFoundException | IllegalArgumentException e) {
      return unfit(ref, String.valueOf(e.getMessage()));
    }
  }

  private static boolean isForEnvelopes(KeyKind kind) {
    return kind == KeyKind.RSA_KEK || kind == KeyKind.EC_KEK;
  }

  private static Optional<ServedKek> unfit(KekRef ref, String why) {
    LOG.error("The KEK {} is not served: {}", ref, why);
    return Optional.empty();
  }

  @Override
  public long calm() {
    TokenHealth health = provider.source().health();
    return health == null || health.state() != TokenState.UP
        ? -1
        : health.recoveries() + health.since().toEpochMilli();
  }
}
