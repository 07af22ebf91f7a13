package dev.kekkai.provider.keys;

import dev.kekkai.config.KekTrust;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekSpec;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The keys that a person adopted, as the configuration's file has them. Read when a key is met that
 * breaks a rule of origin, or that has to be adopted, and at no other time. Thread-safe.
 */
public final class Adoptions {
  /** Name of the token's key that authenticates the file. */
  static final String KEY = "kekkai-adopted";

  private final TokenSource source;
  private final TokenKeys keys;

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
    if (ref == null || !Adoption.mayCover(violations) || (violations.isEmpty() && !required)) {
      return Set.of();
    }
    Adoption adoption = vouched(ref).orElse(null);
    if (adoption == null) {
      if (required) {
        throw new NotAdoptedException(ref);
      }
      return Set.of();
    }
    try {
      keys.find(ref);
      return adoption.accepted();
    } catch (UnfitKeyException e) {
      return Set.of();
    }
  }

  /** Without a key that is fit to authenticate the file nobody vouches for anything. */
  private Optional<Adoption> vouched(KekRef ref) throws TokenException {
    try {
      return of(ref);
    } catch (KeyNotFoundException | UnfitKeyException e) {
      throw new RefusedKeyException("The key that authenticates kek.adopted: " + e.getMessage(), e);
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
      TokenKey key = keys.find(new KekRef(KEY, 1));
      if (key.kind() != KeyKind.INDEX_KEY) {
        throw TokenKeys.wrongKind(key, "the HMAC key of the adopted keys");
      }
      return key;
    }
  }
}
