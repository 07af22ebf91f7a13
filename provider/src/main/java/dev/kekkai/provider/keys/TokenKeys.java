package dev.kekkai.provider.keys;

import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.Attributes;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Cko;
import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys on the token by name and version. The name alone means the primary version, which
 * without a DEK store is the greatest on the token; what other processes make or destroy is noticed
 * at the next look. Every key is checked against the rules when it is found. Thread-safe.
 */
public final class TokenKeys {
  private static final long[] KEY_CLASSES = {Cko.SECRET_KEY, Cko.PRIVATE_KEY};

  private final TokenSource source;

  /** Versions already found and checked; a key's attributes can't change (CKA_MODIFIABLE). */
  private final Map<KekRef, TokenKey> known = new ConcurrentHashMap<>();

  private final Map<String, Primary> primaries = new ConcurrentHashMap<>();

  /**
   * Over one token.
   *
   * @param source where the token comes from
   */
  public TokenKeys(TokenSource source) {
    this.source = source;
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
    return KekRef.isLabel(alias) ? find(KekRef.parse(alias)) : primary(alias);
  }

  /**
   * Finds one version.
   *
   * @param ref name and version
   * @return the key, fit for its use
   * @throws TokenException as {@link #find(String)}
   */
  public TokenKey find(KekRef ref) throws TokenException {
    TokenKey key = lookUp(ref).orElse(null);
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
   * The primary version of a name.
   *
   * @param name the key's name
   * @return its greatest version
   * @throws TokenException as {@link #find(String)}
   */
  public TokenKey primary(String name) throws TokenException {
    Set<ObjectHandle> objects = source.get().with(TokenKeys::objects);
    Primary last = primaries.get(name);
    KekRef start = last != null && last.objects().equals(objects) ? last.ref() : greatest(name);
    TokenKey key = start == null ? null : lookUp(start).orElse(null);
    if (key == null && last != null && last.ref().equals(start)) {
      // Destroyed, and its handle given to another object.
      primaries.remove(name);
      return primary(name);
    }
    if (key == null) {
      throw new KeyNotFoundException(
          String.format(
              Locale.ROOT,
              "There is no key named '%s' on the token %s; %s",
              name,
              source.get().info().describe(),
              present()));
    }
    for (Optional<TokenKey> next = after(key); next.isPresent(); next = after(next.get())) {
      key = next.get();
    }
    primaries.put(name, new Primary(key.ref(), objects));
    return key;
  }

  private @Nullable KekRef greatest(String name) throws TokenException {
    return labels().stream()
        .filter(ref -> ref.name().equals(name))
        .max(Comparator.comparingInt(KekRef::version))
        .orElse(null);
  }

  /** Looked for even when no object is new, since handles of destroyed objects are used again. */
  private Optional<TokenKey> after(TokenKey key) throws TokenException {
    return key.ref().version() == KekRef.LAST_VERSION ? Optional.empty() : lookUp(key.ref().next());
  }

  private static Set<ObjectHandle> objects(Session session) throws TokenException {
    Set<ObjectHandle> objects = new HashSet<>();
    for (long objectClass : KEY_CLASSES) {
      objects.addAll(session.find(tokenObjects(objectClass).build()));
    }
    return objects;
  }

  /**
   * Names and versions of all keys on the token that are labelled as Kekkai labels them, fit for
   * use or not.
   *
   * @return in order of name and version
   * @throws TokenException when the token doesn't answer
   */
  public List<KekRef> labels() throws TokenException {
    return source
        .get()
        .with(
            session -> {
              List<KekRef> labels = new ArrayList<>();
              for (ObjectHandle object : objects(session)) {
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
    known.remove(ref);
    primaries.remove(ref.name());
  }

  /** Remembers a key made here; its name's primary version is to be looked for anew. */
  void made(TokenKey key) {
    forget(key.ref());
    known.put(key.ref(), key);
  }

  HsmProfile profile() throws TokenException {
    return source.get().profile();
  }

  private Optional<TokenKey> lookUp(KekRef ref) throws TokenException {
    Token token = source.get();
    TokenKey cached = known.get(ref);
    if (cached != null) {
      if (cached.object().incarnation() == token.incarnation()
          && token.with(session -> isStill(session, cached))) {
        return Optional.of(cached);
      }
      forget(ref);
    }
    TokenKey found = token.with(session -> read(session, ref));
    if (found != null) {
      known.put(ref, found);
    }
    return Optional.ofNullable(found);
  }

  /** Whether a handle still means the key; it may have been destroyed, and even made anew. */
  private static boolean isStill(Session session, TokenKey key) throws TokenException {
    try {
      Attributes is = session.attributes(key.object(), Cka.LABEL, Cka.ID);
      byte[] id = is.bytes(Cka.ID);
      return key.ref().label().equals(is.string(Cka.LABEL))
          && Arrays.equals(key.id(), id == null ? new byte[0] : id);
    } catch (CryptokiException e) {
      if (e.is(Ckr.OBJECT_HANDLE_INVALID) || e.is(Ckr.KEY_HANDLE_INVALID)) {
        return false;
      }
      throw e;
    }
  }

  @SuppressWarnings("NullAway") // Work<T> has no way to say that T may be null
  private TokenKey read(Session session, KekRef ref) throws TokenException {
    List<ObjectHandle> found = labelled(session, ref);
    if (found.size() > 1) {
      throw new TokenException(
          String.format(
              Locale.ROOT,
              "The label %s must be unique on the token, but names %d keys: %s. Relabel or destroy all but one",
              ref,
              found.size(),
              describe(session, found)),
          false,
          null);
    }
    if (found.isEmpty()) {
      return null;
    }
    TokenKey key = new KeyReader(source.get().profile()).read(session, found.get(0), ref);
    new StrengthRule(source.config().strength()).check(ref, key.kind(), key.bits());
    return key;
  }

  /** All secret and private keys on the token that have the label; there should be one at most. */
  static List<ObjectHandle> labelled(Session session, KekRef ref) throws TokenException {
    List<ObjectHandle> found = new ArrayList<>();
    for (long objectClass : KEY_CLASSES) {
      found.addAll(session.find(tokenObjects(objectClass).with(Cka.LABEL, ref.label()).build()));
    }
    return found;
  }

  private static Template.Builder tokenObjects(long objectClass) {
    return Template.builder().with(Cka.CLASS, objectClass).with(Cka.TOKEN, true);
  }

  private static String describe(Session session, List<ObjectHandle> objects)
      throws TokenException {
    List<String> texts = new ArrayList<>();
    for (ObjectHandle object : objects) {
      Attributes a = session.attributes(object, Cka.CLASS, Cka.KEY_TYPE, Cka.ID);
      byte[] id = a.bytes(Cka.ID);
      texts.add(
          String.format(
              Locale.ROOT,
              "class %s, type %s, id %s",
              a.ulong(Cka.CLASS),
              a.ulong(Cka.KEY_TYPE),
              id == null ? "none" : HexFormat.of().formatHex(id)));
    }
    return String.join(" and ", texts);
  }

  private String present() throws TokenException {
    List<KekRef> labels = labels();
    return labels.isEmpty()
        ? "it has no Kekkai key yet ('kekkai kek create NAME' makes one)"
        : "present: " + labels;
  }

  /** For {@link KeyKind} checks of callers: says what was found instead. */
  static TokenException wrongKind(TokenKey key, String wanted) {
    return new TokenException(
        String.format(
            Locale.ROOT, "%s is a key of kind %s; %s is needed", key.ref(), key.kind(), wanted),
        false,
        null);
  }

  /** A name's greatest version, true as long as the token has these objects and no others. */
  private record Primary(KekRef ref, Set<ObjectHandle> objects) {
    Primary {
      objects = Set.copyOf(objects);
    }
  }
}
