package dev.kekkai.keyserver.keks;

import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.cryptoki.TokenHealth;
import dev.kekkai.cryptoki.TokenState;
import dev.kekkai.formats.envelope.EnvelopeOpener;
import dev.kekkai.formats.envelope.PublicKek;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.TokenPrivateKey;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** KEKs on the token of a provider. A version that is not fit for use is left out, and logged. */
public final class TokenKekSource implements KekSource {
  private static final Logger LOG = LoggerFactory.getLogger(TokenKekSource.class);

  private final KekkaiProvider provider;
  private final Set<String> names;

  /** Those fit for use, by label. Guarded by this. */
  private Map<KekRef, ServedKek> known = Map.of();

  /** Why the others are not served, which was logged. Guarded by this. */
  private Map<KekRef, String> unfit = Map.of();

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

  /** What is unfit is looked at each time: it may be adopted, or its label be unique again. */
  @Override
  public synchronized List<ServedKek> read() throws KeksUnavailableException {
    try {
      Map<KekRef, ServedKek> now = new HashMap<>();
      Map<KekRef, String> others = new HashMap<>();
      for (KekRef ref : provider.tokenKeys().labels()) {
        ServedKek kek = known.get(ref);
        if (kek == null && names.contains(ref.name())) {
          kek = look(ref, others);
        }
        if (kek != null) {
          now.put(ref, kek);
        }
      }
      others.forEach(this::tell);
      known = now;
      unfit = others;
      return List.copyOf(now.values());
    } catch (TokenException e) {
      throw new KeksUnavailableException("The token does not tell its KEKs: " + e.getMessage(), e);
    }
  }

  /** Null when it is unfit; that is one key's affair, and no other one is kept from service. */
  private @Nullable ServedKek look(KekRef ref, Map<KekRef, String> others) throws TokenException {
    try {
      TokenKey key = provider.tokenKeys().find(ref);
      PublicKey publicKey = key.publicKey();
      if (publicKey != null && isForEnvelopes(key.kind())) {
        return new ServedKek(
            new PublicKek(ref.label(), publicKey),
            new EnvelopeOpener(TokenPrivateKey.of(provider.source(), key), provider));
      }
      others.put(ref, "it is of kind " + key.kind() + "; envelopes need RSA or EC KEKs");
    } catch (IllegalArgumentException e) {
      others.put(ref, String.valueOf(e.getMessage()));
    } catch (TokenException e) {
      if (e.retryable()) {
        throw e;
      }
      others.put(ref, String.valueOf(e.getMessage()));
    }
    return null;
  }

  private void tell(KekRef ref, String why) {
    if (!why.equals(unfit.get(ref))) {
      LOG.error("The KEK {} is not served: {}", ref, why);
    }
  }

  private static boolean isForEnvelopes(KeyKind kind) {
    return kind == KeyKind.RSA_KEK || kind == KeyKind.EC_KEK;
  }

  @Override
  public long calm() {
    TokenHealth health = provider.source().health();
    return health == null || health.state() != TokenState.UP
        ? -1
        : health.recoveries() + health.since().toEpochMilli();
  }
}
