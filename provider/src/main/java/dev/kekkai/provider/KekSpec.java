package dev.kekkai.provider;

import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.TokenKey;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Locale;
import java.util.Set;

/**
 * Asks a {@code KeyGenerator} or {@code KeyPairGenerator} for a key on the token, rather than for a
 * DEK: the first version of a KEK, an index key or a seal key. Immutable.
 */
public final class KekSpec implements AlgorithmParameterSpec {
  private static final int AES_BITS = 256;
  private static final int INDEX_BITS = 256;

  private final String name;
  private final KeyKind kind;
  private final int bits;
  private final boolean hsmOnly;

  private KekSpec(String name, KeyKind kind, int bits, boolean hsmOnly) {
    this.name = new KekRef(name, 1).name();
    this.kind = kind;
    this.bits = bits;
    this.hsmOnly = hsmOnly;
  }

  /**
   * An AES-256 KEK: wraps and unwraps, nothing else.
   *
   * @param name 1 to 48 of letters, digits, {@code _} and {@code -}
   * @return the spec
   */
  public static KekSpec aes(String name) {
    return new KekSpec(name, KeyKind.AES_KEK, AES_BITS, false);
  }

  /**
   * An RSA KEK.
   *
   * @param name as {@link #aes}
   * @param bits 2048, 3072 or 4096
   * @return the spec
   * @throws IllegalArgumentException for another length
   */
  public static KekSpec rsa(String name, int bits) {
    if (!Set.of(2048, 3072, 4096).contains(bits)) {
      throw new IllegalArgumentException("An RSA KEK has 2048, 3072 or 4096 bits, not " + bits);
    }
    return new KekSpec(name, KeyKind.RSA_KEK, bits, false);
  }

  /**
   * An EC KEK: derives, nothing else.
   *
   * @param name as {@link #aes}
   * @param bits 256, 384 or 521, for the NIST curve of that length
   * @return the spec
   * @throws IllegalArgumentException for another length
   */
  public static KekSpec ec(String name, int bits) {
    return new KekSpec(name, KeyKind.EC_KEK, curve(bits), false);
  }

  /**
   * An EC key that signs and does nothing else.
   *
   * @param name as {@link #aes}
   * @param bits 256 or 384, for the NIST curve of that length
   * @return the spec
   * @throws IllegalArgumentException for another length
   */
  public static KekSpec seal(String name, int bits) {
    return new KekSpec(name, KeyKind.SEAL_KEY, curve(bits), false);
  }

  /**
   * The HMAC-SHA-256 key of a blind index.
   *
   * @param name as {@link #aes}
   * @return the spec
   */
  public static KekSpec index(String name) {
    return new KekSpec(name, KeyKind.INDEX_KEY, INDEX_BITS, false);
  }

  /**
   * The spec that would make a key like a given one.
   *
   * @param key a key on the token
   * @return same name, kind, length and restriction
   */
  public static KekSpec like(TokenKey key) {
    return new KekSpec(key.ref().name(), key.kind(), key.bits(), key.hsmOnly());
  }

  /**
   * The same key, but its DEKs can never leave the token again: no rewrap, no software mode.
   *
   * @return a new spec
   */
  public KekSpec withHsmOnly() {
    return new KekSpec(name, kind, bits, true);
  }

  private static int curve(int bits) {
    if (!Set.of(256, 384, 521).contains(bits)) {
      throw new IllegalArgumentException("An EC key has 256, 384 or 521 bits, not " + bits);
    }
    return bits;
  }

  /**
   * The key's name.
   *
   * @return without a version
   */
  public String name() {
    return name;
  }

  /**
   * What the key is for.
   *
   * @return its kind
   */
  public KeyKind kind() {
    return kind;
  }

  /**
   * The key's length.
   *
   * @return bits of the secret, the modulus or the field
   */
  public int bits() {
    return bits;
  }

  /**
   * Whether DEKs under the KEK stay in the token for ever.
   *
   * @return see {@link #withHsmOnly()}
   */
  public boolean hsmOnly() {
    return hsmOnly;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "KekSpec[%s, %s, %d bits%s]", name, kind, bits, hsmOnly ? ", hsm only" : "");
  }
}
