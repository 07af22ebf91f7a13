package dev.kekkai.formats;

import dev.kekkai.formats.encoding.Base64Url;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * What is stored beside an encrypted value so that equal values are found: an HMAC-SHA-256 over it,
 * cut to some bits. Whoever has the key computes it of the value looked for and compares.
 *
 * <p>Equal values in one context have equal blind indexes, which anybody who reads the column sees.
 * What that tells, and when not to use one, is in {@code docs/formats/blind-index.md}, with the
 * layout and test vectors. Values are compared byte by byte: whoever wants {@code A} and {@code a}
 * to be the same makes them the same before. Immutable and thread-safe.
 */
public final class BlindIndex {

  /** The version of the format that this release writes. */
  public static final int VERSION = 1;

  /** The fewest bits. */
  public static final int MIN_BITS = 16;

  /** All bits there are. */
  public static final int MAX_BITS = 256;

  /** The longest value, in bytes. */
  public static final int MAX_VALUE_BYTES = 64 * 1024;

  private static final String HMAC = "HmacSHA256";
  private static final String KEY_LABEL = "kekkai blind index key v1";

  /** The high half marks a blind index, the low half is the version. */
  private static final int VERSION_BYTE = 0xB0 | VERSION;

  private static final String TEXT_PREFIX = "b1.";
  private static final int LONGEST_TEXT = 64;
  private static final Pattern TEXT = Pattern.compile("b1\\.([1-9][0-9]{0,9})\\.([^.]*)");
  private static final Pattern OTHER_VERSION = Pattern.compile("b([0-9]{1,9})\\..*");

  private final int keyVersion;
  private final byte[] tag;

  private BlindIndex(int keyVersion, byte[] tag) {
    this.keyVersion = keyVersion;
    this.tag = tag;
  }

  /**
   * What the key of an index is derived with from the key that is stored: it is HMAC-SHA-256 of
   * these bytes under that one, so that a key which encrypts never serves here as it is.
   *
   * @return ASCII, a new array
   */
  public static byte[] keyLabel() {
    return KEY_LABEL.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Computes the blind index of a value.
   *
   * @param key the index's key, derived as {@link #keyLabel()} says; whatever JCA takes for
   *     HmacSHA256
   * @param keyVersion which version of the index's key that is, 1 and up
   * @param context which column the value is of; without the row, or nothing is found
   * @param value the value, at most {@value #MAX_VALUE_BYTES} bytes; not normalised here
   * @param bits how many bits are kept, {@value #MIN_BITS} to {@value #MAX_BITS}, a multiple of 8
   * @return the blind index
   * @throws IllegalArgumentException when a number or the value's length is out of bounds
   * @throws InvalidKeyException when no provider takes the key
   */
  public static BlindIndex of(
      SecretKey key, int keyVersion, EncryptionContext context, byte[] value, int bits)
      throws InvalidKeyException {
    requireBits(bits);
    if (keyVersion < 1) {
      throw new IllegalArgumentException("A key version is 1 and up, not " + keyVersion);
    }
    if (value.length > MAX_VALUE_BYTES) {
      throw new IllegalArgumentException(
          "A blind index is of at most " + MAX_VALUE_BYTES + " bytes, not " + value.length);
    }
    Mac mac = mac();
    mac.init(Objects.requireNonNull(key, "key"));
    mac.update(new byte[] {(byte) VERSION_BYTE, (byte) (bits >>> Byte.SIZE), (byte) bits});
    context.updateMac(mac);
    byte[] all = mac.doFinal(value);
    return new BlindIndex(keyVersion, Arrays.copyOf(all, bits / Byte.SIZE));
  }

  /**
   * Refuses a number of bits that no blind index has.
   *
   * @param bits the number
   * @throws IllegalArgumentException when it is out of bounds or no multiple of 8
   */
  public static void requireBits(int bits) {
    if (bits < MIN_BITS || bits > MAX_BITS || bits % Byte.SIZE != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A blind index has %d to %d bits, a multiple of 8, not %d",
              MIN_BITS,
              MAX_BITS,
              bits));
    }
  }

  /**
   * Reads the text form. It needs no key and proves nothing.
   *
   * @param text such as {@code b1.3.} and base64url
   * @return the blind index
   * @throws BlindIndexFormatException when the text is not one; the message says what is wrong
   */
  public static BlindIndex parse(String text) throws BlindIndexFormatException {
    if (text.length() > LONGEST_TEXT) {
      throw new BlindIndexFormatException(
          "Too long: a blind index has at most "
              + LONGEST_TEXT
              + " characters, here are "
              + text.length());
    }
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new BlindIndexFormatException(
          !text.startsWith(TEXT_PREFIX) && OTHER_VERSION.matcher(text).matches()
              ? "A blind index of another version; this release reads version " + VERSION
              : "Not a blind index: it is b1, the key's version and base64url, between dots");
    }
    long keyVersion = Long.parseLong(matcher.group(1));
    byte[] tag =
        Base64Url.decode(
            matcher.group(2),
            MAX_BITS / Byte.SIZE,
            what -> new BlindIndexFormatException("The HMAC of a blind index: " + what));
    if (keyVersion > Integer.MAX_VALUE || tag.length < MIN_BITS / Byte.SIZE) {
      throw new BlindIndexFormatException(
          "A blind index has "
              + MIN_BITS
              + " to "
              + MAX_BITS
              + " bits, and a key version of 1 to "
              + Integer.MAX_VALUE);
    }
    return new BlindIndex((int) keyVersion, tag);
  }

  private static Mac mac() {
    try {
      return Mac.getInstance(HMAC);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has " + HMAC, e);
    }
  }

  /**
   * The key's version, by which rows are found that are still under an older one.
   *
   * @return 1 and up
   */
  public int keyVersion() {
    return keyVersion;
  }

  /**
   * How much of the HMAC it is.
   *
   * @return {@value #MIN_BITS} to {@value #MAX_BITS}
   */
  public int bits() {
    return tag.length * Byte.SIZE;
  }

  /**
   * The text form, which is stored and searched for.
   *
   * @return at most 57 characters of ASCII, case-sensitive
   */
  public String text() {
    return TEXT_PREFIX + keyVersion + "." + Base64Url.encode(tag);
  }

  /**
   * Whether the other object is the same blind index.
   *
   * @param other the object to compare with
   * @return true when it is
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BlindIndex index
        && keyVersion == index.keyVersion
        && Arrays.equals(tag, index.tag);
  }

  /**
   * A hash of it.
   *
   * @return the hash
   */
  @Override
  public int hashCode() {
    return 31 * keyVersion + Arrays.hashCode(tag);
  }

  /**
   * Without what tells equal values, which logs should not collect.
   *
   * @return such as {@code BlindIndex[key version 3, 256 bits]}
   */
  @Override
  public String toString() {
    return "BlindIndex[key version " + keyVersion + ", " + bits() + " bits]";
  }
}
