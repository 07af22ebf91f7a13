package dev.kekkai.provider.keys;

import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.Allowance;
import dev.kekkai.cryptoki.Attempt;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.StaleHandleException;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.Operation;
import dev.kekkai.provider.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys on the token by name and version. The name alone means the primary version, which
 * without a DEK store is the greatest on the token, or of those adopted where {@code kek.trust}
 * says so; what other processes make or destroy is noticed at the next look, and by a key in use
 * within one second. Every key is checked against the rules when it is found. Thread-safe.
 */
public final class TokenKeys {
  private final TokenSource source;
  private final KnownKeys known;
  private final KekProofs proofs;
  private final Adoptions adoptions;
  private final Map<String, Primary> primaries = new ConcurrentHashMap<>();

  /** How often a second a refused blob makes the key be looked for again. */
  private final Allowance secondLooks = new Allowance(100);

  /**
   * Over one token.
   *
   * @param source where the token comes from
   */
  public TokenKeys(TokenSource source) {
    this(source, System::nanoTime);
  }

  /**
   * As {@link #TokenKeys(TokenSource)} with a given clock, for tests of what is noticed when.
   *
   * @param source where the token comes from
   * @param nanoTime counts nanoseconds like {@link System#nanoTime()}
   */
  public TokenKeys(TokenSource source, LongSupplier nanoTime) {
    this.source = source;
    this.known = new KnownKeys(nanoTime);
    this.proofs = new KekProofs(source);
    this.adoptions = new Adoptions(source, this);
  }

  /**
   * Finds a key by alias.
   *
   * @param alias a name, for its primary version, or {@code NAME.vN}
   * @return the key, fit for its use
   * @throws KeyNotFoundException when there is none
   * @throws UnfitKeyException when there is one that breaks a rule
   * @throws TokenException when there are two, or the token doesn't answer
   */
  public TokenKey find(String alias) throws TokenException {
    return source.retrying(() -> findOnce(alias));
  }

  private TokenKey findOnce(String alias) throws TokenException {
    return KekRef.isLabel(alias) ? findOnce(KekRef.parse(alias)) : primaryOnce(alias);
  }

  /**
   * Finds one version.
   *
   * @param ref name and version
   * @return the key, fit for its use
   * @throws TokenException as {@link #find(String)}
   */
  public TokenKey find(KekRef ref) throws TokenException {
    return source.retrying(() -> findOnce(ref));
  }

  private TokenKey findOnce(KekRef ref) throws TokenException {
    long incarnation = source.get().incarnation();
    TokenKey key = lookUp(ref).orElse(null);
    if (key == null && known.hasMet(ref)) {
      // A token whose files are gone, or where nobody was logged in, says that it has no such key.
      source.get().requireWell(incarnation);
      key = lookUp(ref).orElse(null);
    }
    if (key == null) {
      throw new KeyNotFoundException(
          String.format(
              Locale.ROOT,
              "There is no key %s on the token %s; %s",
              ref,
              source.get().info().describe(),
              present()));
    }
    return key;
  }

  /**
   * The key as it is on the token now: its object handle changes when the module restarts. The
   * token is asked unless it confirmed the key within the last second.
   *
   * @param key a key found earlier
   * @return the same key, good for use now
   * @throws TokenException when it is gone, or another key has taken its label
   */
  public TokenKey current(TokenKey key) throws TokenException {
    return source.retrying(() -> currentOnce(key));
  }

  private TokenKey currentOnce(TokenKey key) throws TokenException {
    return same(key, believed(key.ref()));
  }

  /**
   * Runs a piece of work that wraps. Under a wrong key it would succeed and lose what it wraps, and
   * a module may give a destroyed key's handle to another one, so the token must have confirmed the
   * key within the last second, as in {@link #current}. When a C_ function fails, the key is looked
   * for again, and the work repeated if its handle is another one now, or if the token was lost and
   * is back.
   *
   * @param <T> what the work returns
   * @param key a key found earlier
   * @param work what to do with it
   * @return what the work returned
   * @throws TokenException when the key is gone, another key has taken its label, or the work fails
   */
  <T> T wrapping(TokenKey key, Work<T> work) throws TokenException {
    return timed(Operation.WRAP, () -> wrappingOnce(key, work));
  }

  private <T> T timed(Operation what, Attempt<T, TokenException> attempt) throws TokenException {
    return source.watch().timed(what, Place.HSM, () -> source.retrying(attempt));
  }

  private <T> T wrappingOnce(TokenKey key, Work<T> work) throws TokenException {
    TokenKey first = currentOnce(key);
    try {
      return work.with(first);
    } catch (CryptokiException | StaleHandleException e) {
      TokenKey again = same(key, findOnce(key.ref()));
      if (again.object().equals(first.object())) {
        throw e;
      }
      return work.with(again);
    }
  }

  /**
   * Runs a piece of work that signs, computes a MAC or agrees on a secret: as often as need be, it
   * comes to the same. As {@link #wrapping}.
   *
   * @param <T> what the work returns
   * @param what the operation, for whoever watches
   * @param key a key found earlier
   * @param work what to do with it
   * @return what the work returned
   * @throws TokenException when the key is gone, another key has taken its label, or the work fails
   */
  public <T> T using(Operation what, TokenKey key, Work<T> work) throws TokenException {
    return timed(what, () -> wrappingOnce(key, work));
  }

  /**
   * Runs a piece of work that unwraps or decrypts a blob, which a wrong key would refuse. As {@link
   * #wrapping}, and the key is looked for again when the blob is refused, too.
   *
   * @param <T> what the work returns
   * @param ref the key
   * @param work what to do with it
   * @return what the work returned
   * @throws BadBlobException when the blob is not one of this key
   * @throws TokenException when the key is gone, or the work fails
   */
  public <T> T unwrapping(KekRef ref, Work<T> work) throws TokenException {
    return timed(Operation.UNWRAP, () -> unwrappingOnce(ref, work));
  }

  private <T> T unwrappingOnce(KekRef ref, Work<T> work) throws TokenException {
    TokenKey first = believed(ref);
    try {
      return work.with(first);
    } catch (BadBlobException | CryptokiException | StaleHandleException e) {
      if (e instanceof BadBlobException && !secondLooks.take()) {
        throw e; // a flood of bad blobs does not become one of searches
      }
      TokenKey again = findOnce(ref);
      if (again.object().equals(first.object())) {
        throw e;
      }
      return work.with(again);
    }
  }

  private TokenKey believed(KekRef ref) throws TokenException {
    TokenKey believed = known.believed(ref, source.get().incarnation());
    return believed != null ? believed : findOnce(ref);
  }

  private static TokenKey same(TokenKey key, TokenKey now) throws TokenException {
    if (!now.hasIdOf(key)) {
      throw new TokenException(
          String.format(
              Locale.ROOT,
              "The token now has another key under the label %s (its CKA_ID changed); look it up again",
              key.ref()),
          false,
          null);
    }
    return now;
  }

  /**
   * The primary version of a name.
   *
   * @param name the key's name
   * @return its greatest version; where the configuration takes adopted KEKs only, the greatest
   *     that was adopted
   * @throws TokenException as {@link #find(String)}, and when the greatest version that was adopted
   *     is not on the token
   */
  public TokenKey primary(String name) throws TokenException {
    return source.retrying(() -> primaryOnce(name));
  }

  private TokenKey primaryOnce(String name) throws TokenException {
    KekRef adopted = adoptions.greatest(name).orElse(null);
    return adopted == null ? greatestOnce(name) : adoptedOnce(adopted);
  }

  /** Which versions others have made since, and what they are, is of no account. */
  private TokenKey adoptedOnce(KekRef ref) throws TokenException {
    try {
      return findOnce(ref);
    } catch (KeyNotFoundException e) {
      throw new RefusedKeyException(
          String.format(
              Locale.ROOT,
              "The file %s (kek.adopted) has %s as the newest version, and the token %s has not: restore"
                  + " it from the HSM's backup; no older one is used in its place",
              source.config().kekAdopted(),
              ref,
              source.get().info().describe()),
          e);
    }
  }

  private TokenKey greatestOnce(String name) throws TokenException {
    long incarnation = source.get().incarnation();
    Optional<TokenKey> key = searchPrimary(name);
    if (key.isEmpty() && known.hasMet(name)) {
      source.get().requireWell(incarnation);
      key = searchPrimary(name);
    }
    if (key.isEmpty()) {
      throw new KeyNotFoundException(
          String.format(
              Locale.ROOT,
              "There is no key named '%s' on the token %s; %s",
              name,
              source.get().info().describe(),
              present()));
    }
    return key.get();
  }

  private Optional<TokenKey> searchPrimary(String name) throws TokenException {
    Set<ObjectHandle> objects = source.get().with(KeySearch::objects);
    Primary last = primaries.get(name);
    KekRef start = last != null && last.objects().equals(objects) ? last.ref() : greatest(name);
    TokenKey key = start == null ? null : lookUp(start).orElse(null);
    if (key == null && last != null && last.ref().equals(start)) {
      // Destroyed, and its handle given to another object.
      primaries.remove(name);
      return searchPrimary(name);
    }
    if (key == null) {
      return Optional.empty();
    }
    for (Optional<TokenKey> next = after(key); next.isPresent(); next = after(next.get())) {
      key = next.get();
    }
    primaries.put(name, new Primary(key.ref(), objects));
    return Optional.of(key);
  }

  private @Nullable KekRef greatest(String name) throws TokenException {
    return labelsOnce().stream()
        .filter(ref -> ref.name().equals(name))
        .max(Comparator.comparingInt(KekRef::version))
        .orElse(null);
  }

  /** Looked for even when no object is new, since handles of destroyed objects are used again. */
  private Optional<TokenKey> after(TokenKey key) throws TokenException {
    return key.ref().version() == KekRef.LAST_VERSION ? Optional.empty() : lookUp(key.ref().next());
  }

  /**
   * Names and versions of all keys on the token that are labelled as Kekkai labels them, fit for
   * use or not.
   *
   * @return in order of name and version
   * @throws TokenException when the token doesn't answer
   */
  public List<KekRef> labels() throws TokenException {
    return source.retrying(this::labelsOnce);
  }

  private List<KekRef> labelsOnce() throws TokenException {
    return source
        .get()
        .with(
            session -> {
              List<KekRef> labels = new ArrayList<>();
              for (ObjectHandle object : KeySearch.objects(session)) {
                String label = session.attributes(object, Cka.LABEL).string(Cka.LABEL);
                if (label != null && KekRef.isLabel(label)) {
                  labels.add(KekRef.parse(label));
                }
              }
              labels.sort(Comparator.comparing(KekRef::name).thenComparing(KekRef::version));
              return labels;
            });
  }

  /** The version is looked for and checked anew the next time. */
  private void forget(KekRef ref) {
    known.forget(ref);
    primaries.remove(ref.name());
  }

  /** Remembers a key made here; its name's primary version is to be looked for anew. */
  void made(TokenKey key) {
    forget(key.ref());
    known.confirmed(key, known.now());
  }

  /** Forgets a key destroyed here. */
  void destroyed(KekRef ref) {
    forget(ref);
  }

  HsmProfile profile() throws TokenException {
    return source.get().profile();
  }

  private Optional<TokenKey> lookUp(KekRef ref) throws TokenException {
    Token token = source.get();
    long asked = known.now();
    TokenKey cached = known.get(ref);
    if (cached != null) {
      if (cached.object().incarnation() == token.incarnation()
          && token.with(session -> KeySearch.isStill(session, cached))) {
        known.confirmed(cached, asked);
        return Optional.of(cached);
      }
      forget(ref);
    }
    TokenKey found = read(token, ref);
    if (found != null) {
      known.confirmed(found, asked);
    }
    return Optional.ofNullable(found);
  }

  /** A key that breaks rules of origin is taken when a person vouched for it. */
  @SuppressWarnings("NullAway") // Work<T> has no way to say that T may be null
  private @Nullable TokenKey read(Token token, KekRef ref) throws TokenException {
    try {
      TokenKey found = token.with(session -> read(session, ref, Set.of()));
      if (found == null || !adoptions.areRequired(found.kind())) {
        return found;
      }
      Adoption adoption = adoptions.of(ref).orElseThrow(() -> adoptions.missing(ref));
      return token.with(session -> readAdopted(session, adoption));
    } catch (UnfitKeyException e) {
      Adoption adoption = adoptions.of(ref).orElse(null);
      if (adoption == null || !adoption.covers(e.violations())) {
        throw e;
      }
      return token.with(session -> readAdopted(session, adoption));
    }
  }

  @SuppressWarnings("NullAway") // as above
  private TokenKey read(Session session, KekRef ref, Set<KeyRule> accepted) throws TokenException {
    StrengthRule strength = new StrengthRule(source.config().strength());
    TokenKey found = KeySearch.read(session, ref, source.get().profile(), strength, accepted);
    if (found != null) {
      proofs.require(session, found);
    }
    return found;
  }

  /** Anybody with the PIN can make another key of that label and CKA_ID, so it is proved. */
  private TokenKey readAdopted(Session session, Adoption adoption) throws TokenException {
    TokenKey found = read(session, adoption.ref(), adoption.accepted());
    if (found != null) {
      if (!adoption.isOf(found)) {
        throw new RefusedKeyException(
            String.format(
                Locale.ROOT,
                "The key %s on the token is not the one that was adopted: its CKA_ID, its kind or its"
                    + " public half is another",
                found.ref()));
      }
      WrappedDek wrapped = adoption.wrapped();
      if (wrapped != null) {
        proofs.require(session, found, wrapped);
      }
    }
    return found;
  }

  /** The KEK has opened or made this blob, which is proof of it from now on. */
  void opened(TokenKey kek, WrappedDek blob) {
    proofs.add(kek, blob);
  }

  private String present() throws TokenException {
    List<KekRef> labels = labelsOnce();
    return labels.isEmpty()
        ? "it has no Kekkai key yet ('kekkai kek create NAME' makes one)"
        : "present: " + labels;
  }

  /** For {@link KeyKind} checks of callers: says what was found instead. */
  static TokenException wrongKind(TokenKey key, String wanted) {
    return new RefusedKeyException(
        String.format(
            Locale.ROOT, "%s is a key of kind %s; %s is needed", key.ref(), key.kind(), wanted));
  }

  /**
   * Work with a key on the token.
   *
   * @param <T> what it returns
   */
  public interface Work<T> {
    /**
     * Does the work; may be called a second time with another handle of the key.
     *
     * @param key the key, good for use now
     * @return the result
     * @throws TokenException when it fails
     */
    T with(TokenKey key) throws TokenException;
  }

  /** A name's greatest version, true as long as the token has these objects and no others. */
  private record Primary(KekRef ref, Set<ObjectHandle> objects) {
    Primary {
      objects = Set.copyOf(objects);
    }
  }
}
