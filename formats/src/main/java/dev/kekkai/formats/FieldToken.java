package dev.kekkai.formats;

import dev.kekkai.formats.encoding.Base64Url;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A field token as it is stored: version, suite, DEK id, nonce, ciphertext, tag.
 *
 * <p>Reading one needs no key and proves nothing about it: anybody can write such bytes. It serves
 * to find the DEK a token needs and to see what is wrong with one. The layout is in {@code
 * docs/formats/field-token.md}. Immutable and thread-safe.
 */
public final class FieldToken {

  /**
   * The longest plaintext of a field, in bytes (16 MiB). An engine inside an HSM may take less in
   * one message; 15,360 bytes suit every supported one.
   */
  public static final int MAX_PLAINTEXT_BYTES = 16 * 1024 * 1024;

  private static final int MAX_BYTES = MAX_PLAINTEXT_BYTES + mostOverhead();

  private final byte[] bytes;
  private final FieldHeader header;

  private FieldToken(byte[] bytes, FieldHeader header) {
    this.bytes = bytes;
    this.header = header;
  }

  /**
   * Reads the binary form.
   *
   * @param token the bytes, which are copied
   * @return the token
   * @throws FieldFormatException when the bytes have not the structure of a field token; the
   *     message says what is wrong
   */
  public static FieldToken parse(byte[] token) throws FieldFormatException {
    FieldHeader header = FieldHeader.read(token);
    return new FieldToken(token.clone(), header);
  }

  /**
   * Reads whose DEK a token in its binary form needs, without a copy of the rest.
   *
   * @param token the bytes
   * @return the id
   * @throws FieldFormatException as {@link #parse(byte[])}
   */
  public static UUID dekIdOf(byte[] token) throws FieldFormatException {
    return FieldHeader.read(token).dekId();
  }

  /**
   * Reads the text form, base64url without padding.
   *
   * @param token the text; each token has exactly one, so padding, white space, another alphabet
   *     and unused bits that are not zero are refused
   * @return the token
   * @throws FieldFormatException when the text is not that of a field token; the message says what
   *     is wrong
   */
  public static FieldToken parse(String token) throws FieldFormatException {
    byte[] bytes = bytesOf(token);
    return new FieldToken(bytes, FieldHeader.read(bytes));
  }

  /**
   * How the text of every token under a DEK begins: version, suite and DEK id are 18 bytes, which
   * are whole characters. So a database can tell which DEK a token is under.
   *
   * @param suite the suite
   * @param dekId the DEK's id
   * @return the first 24 characters
   */
  public static String textPrefix(FieldSuite suite, UUID dekId) {
    byte[] header = new byte[FieldHeader.BYTES];
    new FieldHeader(suite, dekId).writeTo(header);
    return Base64Url.encode(header);
  }

  /**
   * Turns the text form into the binary form, without looking into it.
   *
   * @param token the text
   * @return the bytes, which may or may not be those of a field token
   * @throws FieldFormatException when the text is no canonical base64url without padding, or longer
   *     than that of the longest token
   */
  public static byte[] bytesOf(String token) throws FieldFormatException {
    return Base64Url.decode(token, MAX_BYTES, FieldFormatException::new);
  }

  /**
   * Turns the binary form into the text form, without looking into it.
   *
   * @param token the bytes of a token
   * @return the same in base64url without padding
   */
  public static String textOf(byte[] token) {
    return Base64Url.encode(token);
  }

  private static int mostOverhead() {
    int most = 0;
    for (FieldSuite suite : FieldSuite.values()) {
      most = Math.max(most, suite.overheadBytes());
    }
    return most;
  }

  /**
   * The version of the format.
   *
   * @return 1
   */
  public int version() {
    return FieldHeader.VERSION;
  }

  /**
   * The suite.
   *
   * @return the suite, which fixes nonce and tag length
   */
  public FieldSuite suite() {
    return header.suite();
  }

  /**
   * The id of the DEK that the token says it is encrypted under.
   *
   * @return the id
   */
  public UUID dekId() {
    return header.dekId();
  }

  /**
   * The nonce.
   *
   * @return a copy, {@link FieldSuite#nonceBytes()} long
   */
  public byte[] nonce() {
    return Arrays.copyOfRange(bytes, FieldHeader.BYTES, suite().bodyOffset());
  }

  /**
   * What is encrypted, with its tag, for whoever decrypts by other means than {@link FieldCipher}.
   *
   * @return a copy of ciphertext and tag
   */
  public byte[] ciphertext() {
    return Arrays.copyOfRange(bytes, suite().bodyOffset(), bytes.length);
  }

  /**
   * What is authenticated beside it.
   *
   * @param context the context the value was encrypted with
   * @return header and context, as {@code docs/formats/field-token.md} has them
   */
  public byte[] aad(EncryptionContext context) {
    byte[] more = context.encoded();
    byte[] aad = Arrays.copyOf(bytes, FieldHeader.BYTES + more.length);
    System.arraycopy(more, 0, aad, FieldHeader.BYTES, more.length);
    return aad;
  }

  /**
   * The length of the plaintext, which no field token hides.
   *
   * @return the length in bytes
   */
  public int plaintextLength() {
    return bytes.length - suite().overheadBytes();
  }

  /**
   * The binary form.
   *
   * @return a copy of the whole token
   */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /**
   * The text form.
   *
   * @return the whole token in base64url without padding
   */
  public String toBase64Url() {
    return Base64Url.encode(bytes);
  }

  /**
   * Whether the other object is a token of the same bytes.
   *
   * @param other the object to compare with
   * @return true when it is
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FieldToken token && Arrays.equals(bytes, token.bytes);
  }

  /**
   * A hash of the bytes.
   *
   * @return the hash
   */
  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /**
   * The structure without nonce, ciphertext and tag.
   *
   * @return for instance {@code FieldToken[version 1, AES-256-GCM, DEK 0198..., 20 bytes]}
   */
  @Override
  public String toString() {
    return "FieldToken[version "
        + version()
        + ", "
        + suite()
        + ", DEK "
        + dekId()
        + ", "
        + plaintextLength()
        + " bytes]";
  }
}
