package dev.kekkai.jpa;

import dev.kekkai.formats.EncryptionContext;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The value of an {@link Encrypted} attribute: plaintext in memory, a field token in the database.
 * Immutable and thread-safe. It is neither printed nor serialised: {@link #toString()} shows
 * nothing of it.
 *
 * <p>Two values are equal when their plaintexts are, so an entity is dirty only when the plaintext
 * changed.
 */
public final class EncryptedValue {

  /** Null while the value is not decrypted. */
  private final byte @Nullable [] plaintext;

  /** Null for a value the application made. */
  private final @Nullable String token;

  /** Where the token belongs, as far as that is proved. */
  private final @Nullable EncryptionContext place;

  /** Whether this is what is written: the token of the row at hand. */
  private final boolean writable;

  private EncryptedValue(
      byte @Nullable [] plaintext,
      @Nullable String token,
      @Nullable EncryptionContext place,
      boolean writable) {
    this.plaintext = plaintext;
    this.token = token;
    this.place = place;
    this.writable = writable;
  }

  /**
   * A value to be stored.
   *
   * @param text the plaintext, stored as UTF-8
   * @return the value
   * @throws IllegalArgumentException when the text holds an unpaired surrogate, and so has no UTF-8
   *     form
   */
  public static EncryptedValue of(String text) {
    return new EncryptedValue(utf8(text), null, null, false);
  }

  /**
   * A value to be stored.
   *
   * @param bytes the plaintext, which is copied
   * @return the value
   */
  public static EncryptedValue of(byte[] bytes) {
    return new EncryptedValue(bytes.clone(), null, null, false);
  }

  /** A value as it was read from a column, not decrypted. */
  static EncryptedValue stored(String token) {
    return new EncryptedValue(null, token, null, false);
  }

  /** A value that was decrypted where it belongs. */
  static EncryptedValue opened(byte[] plaintext, String token, EncryptionContext place) {
    return new EncryptedValue(plaintext, token, place, false);
  }

  /** The same for writing: with the token of the row it is written to. */
  EncryptedValue written(String newToken, EncryptionContext newPlace) {
    return new EncryptedValue(plaintext, newToken, newPlace, true);
  }

  /**
   * The plaintext as text.
   *
   * @return the text
   * @throws IllegalStateException when the value was read without its row, by a query that selects
   *     the attribute alone or in a {@code StatelessSession}, and so was not decrypted; or when its
   *     bytes are not UTF-8
   */
  public String text() {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(decrypted())).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalStateException("This value is not UTF-8 text: read its bytes()", e);
    }
  }

  /**
   * The plaintext.
   *
   * @return a copy
   * @throws IllegalStateException when the value was read without its row, as {@link #text()}
   */
  public byte[] bytes() {
    return decrypted().clone();
  }

  /**
   * The field token as it was read. {@code Keyring.decrypt} reads it by hand, with the context that
   * {@link Encrypted} describes.
   *
   * @return empty for a value that the application made
   */
  public Optional<String> token() {
    return Optional.ofNullable(token);
  }

  private byte[] decrypted() {
    if (plaintext == null) {
      throw new IllegalStateException(
          "This value was read without its row, by a query that selects the attribute alone or in a"
              + " StatelessSession: load the entity in a Session, or decrypt the token() with the"
              + " keyring");
    }
    return plaintext;
  }

  byte @Nullable [] plaintext() {
    return plaintext;
  }

  /** The token, where it is known to belong to the place. */
  @Nullable String tokenOf(EncryptionContext where) {
    return where.equals(place) ? token : null;
  }

  /** The token of a value that may be written. */
  @Nullable String writableToken() {
    return writable ? token : null;
  }

  boolean hasPlaintextOf(EncryptedValue other) {
    return plaintext != null
        && other.plaintext != null
        && MessageDigest.isEqual(plaintext, other.plaintext);
  }

  /** Its bytes are the caller's to wipe. */
  static byte[] utf8(String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "The text holds an unpaired surrogate, which has no UTF-8 form", e);
    }
  }

  /**
   * Whether the other value has the same plaintext; of values that were not decrypted, whether it
   * has the same token.
   *
   * @param other the object to compare with
   * @return true when it has
   */
  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof EncryptedValue value)) {
      return false;
    }
    if (plaintext == null && value.plaintext == null) {
      return token != null && token.equals(value.token);
    }
    return hasPlaintextOf(value);
  }

  /**
   * A hash of the plaintext, or of the token of a value that was not decrypted.
   *
   * @return the hash
   */
  @Override
  public int hashCode() {
    return plaintext == null ? String.valueOf(token).hashCode() : Arrays.hashCode(plaintext);
  }

  /**
   * Nothing of the value, so that it gets into no log.
   *
   * @return always the same
   */
  @Override
  public String toString() {
    return "EncryptedValue";
  }
}
