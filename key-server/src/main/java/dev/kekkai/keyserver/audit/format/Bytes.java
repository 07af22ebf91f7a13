package dev.kekkai.keyserver.audit.format;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that compare by what they are. Nobody changes them: arrays are handed over and handed out
 * without a copy.
 */
public final class Bytes {
  private final byte[] value;

  private Bytes(byte[] value) {
    this.value = value;
  }

  /**
   * Takes an array over.
   *
   * @param value must not be changed afterwards
   * @return the bytes
   */
  public static Bytes of(byte[] value) {
    return new Bytes(value);
  }

  /**
   * Reads hexadecimal digits.
   *
   * @param hex two lower-case digits for each byte
   * @return the bytes
   * @throws IllegalArgumentException for anything else
   */
  public static Bytes ofHex(String hex) {
    Bytes bytes = new Bytes(HexFormat.of().parseHex(hex));
    if (!bytes.hex().equals(hex)) {
      throw new IllegalArgumentException("hexadecimal digits have to be in lower case");
    }
    return bytes;
  }

  /**
   * The bytes themselves.
   *
   * @return the live array, not to be changed
   */
  public byte[] array() {
    return value;
  }

  /**
   * How many there are.
   *
   * @return zero or more
   */
  public int length() {
    return value.length;
  }

  /**
   * As people and exports see them.
   *
   * @return two lower-case digits for each byte
   */
  public String hex() {
    return HexFormat.of().formatHex(value);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  /** As {@link #hex}: nothing in an audit log's structure is secret. */
  @Override
  public String toString() {
    return hex();
  }
}
