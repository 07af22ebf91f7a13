package dev.kekkai.formats;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * Where an encrypted value belongs: an ordered sequence of strings such as table, column and row.
 *
 * <p>The context is authenticated with the value, so that this opens only for the caller who names
 * the same context. A field token does not store it, a sealed envelope does, in clear. It is
 * compared byte by byte: there is no case folding and no Unicode normalisation. It is not secret.
 *
 * <p>The encoding is injective: {@code of("ab", "c")} and {@code of("a", "bc")} differ. Immutable
 * and thread-safe.
 */
public final class EncryptionContext {

  /** The most parts a context may have. */
  public static final int MAX_PARTS = 64;

  /** The longest encoded context, its length fields included, in bytes. */
  public static final int MAX_ENCODED_BYTES = 64 * 1024;

  private static final EncryptionContext EMPTY = new EncryptionContext(List.of());

  private final List<String> parts;
  private final byte[] encoded;

  private EncryptionContext(List<String> parts) {
    this.parts = List.copyOf(parts);
    this.encoded = encode(parts);
  }

  /**
   * A context of the given parts, in the given order.
   *
   * @param first the first part, for instance the table; may be the empty string
   * @param more the other parts, for instance column and row
   * @return the context
   * @throws IllegalArgumentException when there are more than {@value #MAX_PARTS} parts, when they
   *     need more than {@value #MAX_ENCODED_BYTES} bytes, or when a part holds an unpaired
   *     surrogate and so has no UTF-8 form
   */
  public static EncryptionContext of(String first, String... more) {
    if (more.length >= MAX_PARTS) {
      throw new IllegalArgumentException(
          "An encryption context has at most " + MAX_PARTS + " parts, not " + (more.length + 1L));
    }
    String[] all = new String[more.length + 1];
    all[0] = first;
    System.arraycopy(more, 0, all, 1, more.length);
    return new EncryptionContext(Arrays.asList(all));
  }

  /**
   * A context of the given parts, in the given order.
   *
   * @param parts the parts; none for {@link #empty()}
   * @return the context
   * @throws IllegalArgumentException as {@link #of(String, String...)}
   */
  public static EncryptionContext of(List<String> parts) {
    if (parts.size() > MAX_PARTS) {
      throw new IllegalArgumentException(
          "An encryption context has at most " + MAX_PARTS + " parts, not " + parts.size());
    }
    return parts.isEmpty() ? EMPTY : new EncryptionContext(parts);
  }

  /**
   * The context without parts, for a value that belongs nowhere in particular. A token made with it
   * can be moved to any place that is read with it.
   *
   * @return the empty context
   */
  public static EncryptionContext empty() {
    return EMPTY;
  }

  /**
   * The parts, in order.
   *
   * @return an unmodifiable list
   */
  public List<String> parts() {
    return parts;
  }

  /**
   * The encoding of {@code docs/formats/field-token.md}, which is authenticated with a value.
   *
   * @return a copy, at most {@value #MAX_ENCODED_BYTES} bytes
   */
  public byte[] encoded() {
    return encoded.clone();
  }

  /** Feeds the encoded context to a cipher as AAD. */
  void updateAad(Cipher cipher) {
    cipher.updateAAD(encoded);
  }

  /** Feeds the encoded context to a MAC. */
  void updateMac(Mac mac) {
    mac.update(encoded);
  }

  private static byte[] encode(List<String> parts) {
    ByteBuffer[] utf8 = new ByteBuffer[parts.size()];
    int total = Integer.BYTES;
    for (int i = 0; i < utf8.length; i++) {
      utf8[i] = utf8(parts.get(i), i + 1, MAX_ENCODED_BYTES - total - Integer.BYTES);
      total += Integer.BYTES + utf8[i].remaining();
    }
    ByteBuffer out = ByteBuffer.allocate(total).putInt(utf8.length);
    for (ByteBuffer part : utf8) {
      out.putInt(part.remaining()).put(part);
    }
    return out.array();
  }

  private static ByteBuffer utf8(String part, int position, int room) {
    // No char takes less than one byte, so a string that can't fit is refused before it is encoded.
    ByteBuffer bytes = part.length() > room ? null : strictUtf8(part, position);
    if (bytes == null || bytes.remaining() > room) {
      throw new IllegalArgumentException(
          "An encryption context takes at most "
              + MAX_ENCODED_BYTES
              + " bytes encoded; part "
              + position
              + " goes beyond that");
    }
    return bytes;
  }

  private static ByteBuffer strictUtf8(String part, int position) {
    try {
      return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(part));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "Part "
              + position
              + " of the encryption context holds an unpaired surrogate, which has no UTF-8 form",
          e);
    }
  }

  /**
   * Whether the other object is a context of the same parts in the same order.
   *
   * @param other the object to compare with
   * @return true when both encode to the same bytes
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EncryptionContext context && parts.equals(context.parts);
  }

  /**
   * A hash of the parts.
   *
   * @return the hash
   */
  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  /**
   * The number of parts only: parts are often row keys or user names, which logs should not collect
   * by accident.
   *
   * @return for instance {@code EncryptionContext[3 parts]}
   */
  @Override
  public String toString() {
    return "EncryptionContext[" + parts.size() + " parts]";
  }
}
