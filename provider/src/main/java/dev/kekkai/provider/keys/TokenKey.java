package dev.kekkai.provider.keys;

import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.ObjectHandle;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key that lives on the token and passed the rules: a KEK version, an index key or a seal key.
 * Immutable.
 */
public final class TokenKey {
  private final KekRef ref;
  private final KeyKind kind;
  private final byte[] id;
  private final int bits;
  private final ObjectHandle object;
  private final @Nullable PublicKey publicKey;
  private final boolean hsmOnly;

  TokenKey(
      KekRef ref,
      KeyKind kind,
      byte[] id,
      int bits,
      ObjectHandle object,
      @Nullable PublicKey publicKey,
      boolean hsmOnly) {
    this.ref = ref;
    this.kind = kind;
    this.id = id.clone();
    this.bits = bits;
    this.object = object;
    this.publicKey = publicKey;
    this.hsmOnly = hsmOnly;
  }

  /**
   * Name and version.
   *
   * @return such as {@code payments.v3}
   */
  public KekRef ref() {
    return ref;
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
   * CKA_ID.
   *
   * @return a copy
   */
  public byte[] id() {
    return id.clone();
  }

  /** Whether the token's CKA_ID is this key's; a token may leave an empty one out. */
  boolean hasId(byte @Nullable [] told) {
    return told == null ? id.length == 0 : Arrays.equals(id, told);
  }

  boolean hasIdOf(TokenKey other) {
    return Arrays.equals(id, other.id);
  }

  /**
   * When the key was made.
   *
   * @return the time in a UUIDv7 (RFC 9562), which CKA_ID is for keys made by Kekkai; else empty
   */
  public Optional<Instant> created() {
    return KeyIds.time(id);
  }

  /**
   * Length of the key: of the secret, the RSA modulus or the curve's field.
   *
   * @return bits
   */
  public int bits() {
    return bits;
  }

  /**
   * The object on the token.
   *
   * @return its handle, valid in the incarnation it was found in
   */
  public ObjectHandle object() {
    return object;
  }

  /**
   * The public half.
   *
   * @return an ordinary RSA or EC public key of the JDK; null for secret keys
   */
  public @Nullable PublicKey publicKey() {
    return publicKey;
  }

  /**
   * Whether the token lets no DEK under this KEK be extractable.
   *
   * @return true when its CKA_UNWRAP_TEMPLATE pins that: no rewrap and no software mode then
   */
  public boolean hsmOnly() {
    return hsmOnly;
  }

  /**
   * Security strength in bits (SP 800-57 part 1, table 2).
   *
   * @return 112 for RSA-2048, 128 for RSA-3072 and P-256, and so on
   */
  public int strength() {
    return KeyStrength.of(kind, bits);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%s[%s, %d bits, id %s]", kind, ref, bits, HexFormat.of().formatHex(id));
  }
}
