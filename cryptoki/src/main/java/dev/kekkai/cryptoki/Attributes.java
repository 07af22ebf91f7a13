package dev.kekkai.cryptoki;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a token answered to C_GetAttributeValue. An attribute that the object lacks, or that may not
 * be read, is absent: its getter answers null. So is one with an empty value: what an object was
 * never given is empty on one module and missing on the next, and IAIK's natives tell no empty one.
 * {@link #toString()} names the attributes, never values.
 */
public final class Attributes {
  private static final long UNTOLD = -1;

  /** Type and length of each attribute in a template. */
  private static final int HEAD = 2 * Long.BYTES;

  private final long[] types;
  private final byte[] @Nullable [] values;

  /**
   * For bindings.
   *
   * @param types CKA_ numbers that were asked for; not copied
   * @param values raw values in the same order, null where the token tells none: CK_BBOOL as one
   *     byte, CK_ULONG as eight bytes in the machine's own order, a list of numbers as so many of
   *     these, a template as {@link #encode(long[], byte[][])} has it, everything else as it is;
   *     not copied
   */
  public Attributes(long[] types, byte[] @Nullable [] values) {
    this.types = types;
    this.values = values;
  }

  private byte @Nullable [] value(long type) {
    for (int i = 0; i < types.length; i++) {
      if (types[i] == type) {
        byte[] value = values[i];
        return value == null || value.length == 0 ? null : value;
      }
    }
    return null;
  }

  /**
   * Encodes a CK_ULONG as the constructor wants it.
   *
   * @param value the number
   * @return eight bytes
   */
  public static byte[] encode(long value) {
    return ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putLong(value).array();
  }

  /**
   * Encodes a template as the constructor wants it.
   *
   * @param types CKA_ numbers of what it states
   * @param values raw values in the same order, null where the token tells none
   * @return the attributes one after the other
   */
  public static byte[] encode(long[] types, byte[] @Nullable [] values) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < types.length; i++) {
      byte[] value = values[i];
      bytes.writeBytes(encode(types[i]));
      bytes.writeBytes(encode(value == null ? UNTOLD : value.length));
      bytes.writeBytes(value == null ? new byte[0] : value);
    }
    return bytes.toByteArray();
  }

  /**
   * Whether the token told this attribute.
   *
   * @param type CKA_ number
   * @return whether there is a value
   */
  public boolean has(long type) {
    return value(type) != null;
  }

  /**
   * A CK_BBOOL.
   *
   * @param type CKA_ number
   * @return the value, or null when the token doesn't tell
   */
  public @Nullable Boolean bool(long type) {
    byte[] value = value(type);
    if (value == null || value.length != 1) {
      return null;
    }
    return value[0] != 0;
  }

  /**
   * A CK_ULONG.
   *
   * @param type CKA_ number
   * @return the value, or null when the token doesn't tell
   */
  public @Nullable Long ulong(long type) {
    byte[] value = value(type);
    if (value == null || value.length != Long.BYTES) {
      return null;
    }
    return ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getLong();
  }

  /**
   * A list of CK_ULONG.
   *
   * @param type CKA_ number
   * @return the numbers; empty when the token doesn't tell
   */
  public Set<Long> numbers(long type) {
    byte[] value = value(type);
    if (value == null || value.length % Long.BYTES != 0) {
      return Set.of();
    }
    LongBuffer numbers = ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).asLongBuffer();
    Set<Long> result = new HashSet<>();
    while (numbers.hasRemaining()) {
      result.add(numbers.get());
    }
    return result;
  }

  /**
   * A template. What it states is among its {@link #types}, also where the value is not told.
   *
   * @param type CKA_ number
   * @return the attributes in it; none when the token doesn't tell
   */
  public Attributes template(long type) {
    byte[] value = value(type);
    ByteBuffer rest =
        ByteBuffer.wrap(value == null ? new byte[0] : value).order(ByteOrder.nativeOrder());
    long[] inner = new long[rest.remaining() / HEAD];
    byte[] @Nullable [] told = new byte[inner.length][];
    int count = 0;
    for (; rest.hasRemaining(); count++) {
      inner[count] = rest.getLong();
      long length = rest.getLong();
      if (length != UNTOLD) {
        byte[] one = new byte[Math.toIntExact(length)];
        rest.get(one);
        told[count] = one;
      }
    }
    return new Attributes(Arrays.copyOf(inner, count), Arrays.copyOf(told, count));
  }

  /**
   * What was asked for, or what a template states.
   *
   * @return CKA_ numbers
   */
  public Set<Long> types() {
    return Arrays.stream(types).boxed().collect(Collectors.toUnmodifiableSet());
  }

  /**
   * A byte array.
   *
   * @param type CKA_ number
   * @return the value itself, not a copy, so that its reader can wipe it; or null
   */
  public byte @Nullable [] bytes(long type) {
    return value(type);
  }

  /**
   * A string.
   *
   * @param type CKA_ number
   * @return the value, or null when the token doesn't tell
   */
  public @Nullable String string(long type) {
    byte[] value = value(type);
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return Arrays.stream(types).filter(this::has).mapToObj(Cka::name).sorted().toList().toString();
  }
}
