package dev.kekkai.provider.keys;

import dev.kekkai.config.KekTrust;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a person adopted, as the configuration's file has them. Read when a key is met that
 * breaks a rule of origin, and where only adopted KEKs are used, when a key or a primary version is
 * looked for. Thread-safe.
 */
public final class Adoptions {
  /** Name of the token's key that authenticates the file. */
  static final String KEY = "kekkai-adopted";

  private final TokenSource source;
  private final TokenKeys keys;
  private volatile @Nullable Known known;

  /**
   * Over one token.
   *
   * @param source where the token comes from
   * @param keys the keys on it
   */
  public Adoptions(TokenSource source, TokenKeys keys) {
    this.source = source;
    this.keys = keys;
  }

  /**
   * The adoption of a version.
   *
   * @param ref name and version
   * @return empty when it was not adopted, or no file is configured
   * @throws TokenException when the file is refused, or the token doesn't answer
   */
  public Optional<Adoption> of(KekRef ref) throws TokenException {
    // The key of the MAC vouches for others, so nobody vouches for it.
    Path path = source.config().kekAdopted();
    return path == null || ref.name().equals(KEY)
        ? Optional.empty()
        : new AdoptionFile(path, new TokenSeal())
            .read().stream().filter(adoption -> adoption.ref().equals(ref)).findFirst();
  }

  /**
   * Whether keys of a kind are used only when they were adopted.
   *
   * @param kind the kind
   * @return true for KEKs where the configuration says so
   */
  public boolean areRequired(KeyKind kind) {
    return kind.isKek() && source.config().kekTrust() == KekTrust.ADOPTED;
  }

  /**
   * The greatest version of a name that was adopted, where only adopted KEKs are used. The file is
   * read anew when it was changed or exchanged.
   *
   * @param name a name without a version
   * @return empty where any KEK is used that keeps the rules, and when none of the name was adopted
   * @throws TokenException when the file is refused, or the token doesn't answer
   */
  Optional<KekRef> greatest(String name) throws TokenException {
    Path path = source.config().kekAdopted();
    if (path == null || source.config().kekTrust() != KekTrust.ADOPTED || name.equals(KEY)) {
      return Optional.empty();
    }
    return known(path).stream()
        .map(Adoption::ref)
        .filter(ref -> ref.name().equals(name))
        .max(Comparator.comparingInt(KekRef::version));
  }

  private List<Adoption> known(Path path) throws TokenException {
    String state = AdoptionFile.state(path);
    Known last = known;
    if (last == null || !last.state().equals(state)) {
      last = new Known(state, new AdoptionFile(path, new TokenSeal()).read());
      known = last;
    }
    return last.adoptions();
  }

  /** What to say of a KEK that has to be adopted and was not. */
  NotAdoptedException missing(KekRef ref) {
    Path path = source.config().kekAdopted();
    return new NotAdoptedException(
        String.format(
            Locale.ROOT,
            "Nobody adopted the key %s: it is not in the file %s%s, and kek.trust = adopted takes no"
                + " other. If the file should have it, put it there; if the key was made on purpose,"
                + " 'kekkai kek adopt %s' adopts it; else find out who made it",
            ref,
            path,
            path != null && Files.exists(path) ? "" : ", which does not exist",
            ref));
  }

  /**
   * The rules that a key may break, for an audit. The key is proved as before its use.
   *
   * @param key a key as it is on the token
   * @param violations what it breaks; where that can't be accepted, nothing is read or proved
   * @return empty when it was not adopted, or breaks other rules than it was adopted with
   * @throws NotAdoptedException when it has to be adopted and was not
   * @throws RefusedKeyException when the file or the key is not what it was
   * @throws TokenException for what is not about the key: the file can't be read, or the token
   *     doesn't answer
   */
  public Set<KeyRule> accepted(KeyObject key, List<KeyViolation> violations) throws TokenException {
    KekRef ref = key.ref().orElse(null);
    KeyKind kind = key.kind();
    boolean required = kind != null && areRequired(kind);
    boolean coverable = Adoption.mayCover(violations);
    if (ref == null || (!required && (violations.isEmpty() || !coverable))) {
      return Set.of();
    }
    Adoption adoption = of(ref).orElse(null);
    if (adoption == null && required) {
      throw missing(ref);
    }
    if (adoption == null || !coverable) {
      return Set.of();
    }
    try {
      keys.find(ref);
      return adoption.accepted();
    } catch (UnfitKeyException e) {
      return Set.of();
    }
  }

  /** The file to write to; makes the key of its MAC where the token has none. */
  AdoptionFile writable() throws TokenException {
    Path path = requirePath();
    try {
      keys.find(new KekRef(KEY, 1));
    } catch (KeyNotFoundException e) {
      new KeyMaker(source, keys).create(KekSpec.index(KEY));
    }
    return new AdoptionFile(path, new TokenSeal());
  }

  /** Refuses where an adoption could not be written. */
  void requireRoom() throws TokenException {
    new AdoptionFile(requirePath(), new TokenSeal()).requireRoom();
  }

  /** Refuses where no file is configured. */
  Path requirePath() throws TokenException {
    Path path = source.config().kekAdopted();
    if (path == null) {
      throw new TokenException(
          "A key that breaks a rule is adopted in a file: set kek.adopted = FILE in the configuration"
              + " of every process that uses it",
          false,
          null);
    }
    return path;
  }

  private final class TokenSeal implements AdoptionFile.Seal {
    @Override
    public String keyId() throws TokenException {
      return HexFormat.of().formatHex(key().id());
    }

    @Override
    public byte[] mac(byte[] message) throws TokenException {
      return new TokenHmac(source, keys).of(key(), message);
    }

    private TokenKey key() throws TokenException {
      TokenKey key;
      try {
        key = keys.find(new KekRef(KEY, 1));
      } catch (KeyNotFoundException | UnfitKeyException | NotAdoptedException e) {
        throw new RefusedKeyException(
            "The key that authenticates kek.adopted: " + e.getMessage(), e);
      }
      if (key.kind() != KeyKind.INDEX_KEY) {
        throw TokenKeys.wrongKind(key, "the HMAC key of the adopted keys");
      }
      return key;
    }
  }

  /** What was read, when the file was in that state. */
  private record Known(String state, List<Adoption> adoptions) {}
}
