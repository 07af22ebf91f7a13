package dev.kekkai.cryptoki.ffm;

import dev.kekkai.cryptoki.Attribute;
import dev.kekkai.cryptoki.Template;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes an array of CK_ATTRIBUTE and its values (PKCS #11 v3.1, section 3.4). The byte values of a
 * template may be a key's, so they count as secret.
 */
final class TemplateWriter {
  /** CK_ATTRIBUTE: type, pValue, ulValueLen. */
  static final long ATTRIBUTE_BYTES = 3 * Long.BYTES;

  /** The most bytes of UTF-8 that a char becomes. */
  private static final int UTF8_PER_CHAR = 3;

  private TemplateWriter() {}

  /** Room that a template needs. */
  static long room(Template template) {
    List<Attribute> attributes = template.attributes();
    long room = 0;
    for (int i = 0; i < attributes.size(); i++) {
      room += ATTRIBUTE_BYTES + Long.BYTES + valueRoom(attributes.get(i).value());
    }
    return room;
  }

  private static long valueRoom(Object value) {
    if (value instanceof byte[] bytes) {
      return bytes.length;
    }
    if (value instanceof String text) {
      return (long) text.length() * UTF8_PER_CHAR;
    }
    if (value instanceof long[] numbers) {
      return (long) numbers.length * Long.BYTES;
    }
    return value instanceof Template inner ? room(inner) : Long.BYTES;
  }

  /** Writes it; the address of its first CK_ATTRIBUTE, good until the end of the call. */
  static long write(NativeMemory memory, Template template) {
    List<Attribute> attributes = template.attributes();
    long first = memory.take(ATTRIBUTE_BYTES * attributes.size());
    for (int i = 0; i < attributes.size(); i++) {
      Attribute attribute = attributes.get(i);
      long at = first + i * ATTRIBUTE_BYTES;
      memory.set(at, attribute.type());
      value(memory, at + Long.BYTES, attribute.value());
    }
    return memory.address(first);
  }

  /** Writes a value somewhere, and pointer and length to {@code at}. */
  private static void value(NativeMemory memory, long at, Object value) {
    if (value instanceof Boolean flag) {
      long to = memory.take(1);
      memory.setByte(to, (byte) (flag ? 1 : 0));
      pointer(memory, at, to, 1);
    } else if (value instanceof Long number) {
      pointer(memory, at, memory.put(number.longValue()), Long.BYTES);
    } else if (value instanceof byte[] bytes) {
      long to = memory.put(bytes);
      memory.secret(to, bytes.length);
      pointer(memory, at, to, bytes.length);
    } else if (value instanceof String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      pointer(memory, at, memory.put(bytes), bytes.length);
    } else if (value instanceof long[] numbers) {
      pointer(memory, at, numbers(memory, numbers), (long) numbers.length * Long.BYTES);
    } else if (value instanceof Template inner) {
      memory.set(at, write(memory, inner));
      memory.set(at + Long.BYTES, ATTRIBUTE_BYTES * inner.attributes().size());
    } else {
      throw new IllegalArgumentException("No PKCS#11 attribute is a " + value.getClass());
    }
  }

  private static void pointer(NativeMemory memory, long at, long value, long length) {
    memory.set(at, memory.address(value));
    memory.set(at + Long.BYTES, length);
  }

  private static long numbers(NativeMemory memory, long[] numbers) {
    long first = memory.take((long) numbers.length * Long.BYTES);
    for (int i = 0; i < numbers.length; i++) {
      memory.set(first + (long) i * Long.BYTES, numbers[i]);
    }
    return first;
  }
}
