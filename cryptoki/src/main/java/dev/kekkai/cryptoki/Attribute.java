package dev.kekkai.cryptoki;

import java.util.Arrays;

/**
 * One attribute of a template. Values are of the types PKCS #11 knows: CK_BBOOL, CK_ULONG, a byte
 * array, an RFC 2279 string, a list of mechanisms or a template. {@link #toString()} never shows
 * the bytes of a value.
 */
public final class Attribute {
  private final long type;
  private final Object value;

  private Attribute(long type, Object value) {
    this.type = type;
    this.value = value;
  }

  static Attribute of(long type, boolean value) {
    return new Attribute(type, value);
  }

  static Attribute of(long type, long value) {
    return new Attribute(type, value);
  }

  static Attribute of(long type, byte[] value) {
    return new Attribute(type, value.clone());
  }

  static Attribute of(long type, String value) {
    return new Attribute(type, value);
  }

  static Attribute of(long type, long[] value) {
    return new Attribute(type, value.clone());
  }

  static Attribute of(long type, Template value) {
    return new Attribute(type, value);
  }

  /**
   * The attribute's number.
   *
   * @return a CKA_ number
   */
  public long type() {
    return type;
  }

  /**
   * The value for a binding to encode: Boolean, Long, byte[], String, long[] or {@link Template}.
   *
   * @return the value itself, not a copy
   */
  public Object value() {
    return value;
  }

  /** Overwrites a byte value with zeros; other values are no secrets. */
  void wipe() {
    if (value instanceof byte[] bytes) {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  @Override
  public String toString() {
    if (value instanceof byte[] bytes) {
      return Cka.name(type) + "=<" + bytes.length + " bytes>";
    }
    if (value instanceof long[] longs) {
      return Cka.name(type) + "=" + Arrays.toString(longs);
    }
    return Cka.name(type) + "=" + value;
  }
}
