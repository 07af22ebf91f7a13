package dev.kekkai.cryptoki.iaik;

import dev.kekkai.cryptoki.Attribute;
import dev.kekkai.cryptoki.Attributes;
import dev.kekkai.cryptoki.Template;
import iaik.pkcs.pkcs11.wrapper.CK_ATTRIBUTE;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Attributes to and from IAIK's boxed values. */
final class IaikAttributes {
  private IaikAttributes() {}

  static CK_ATTRIBUTE[] encode(Template template) {
    return template.attributes().stream().map(IaikAttributes::encode).toArray(CK_ATTRIBUTE[]::new);
  }

  static CK_ATTRIBUTE empty(long type) {
    CK_ATTRIBUTE attribute = new CK_ATTRIBUTE();
    attribute.type = type;
    return attribute;
  }

  private static CK_ATTRIBUTE encode(Attribute attribute) {
    CK_ATTRIBUTE encoded = empty(attribute.type());
    Object value = attribute.value();
    if (value instanceof String text) {
      encoded.pValue = text.toCharArray();
    } else if (value instanceof Template inner) {
      encoded.pValue = encode(inner);
    } else {
      encoded.pValue = value;
    }
    return encoded;
  }

  /** Raw bytes of a value that was read, or null when IAIK gave none or one we never ask for. */
  static byte @Nullable [] decode(@Nullable Object value) {
    if (value instanceof Boolean flag) {
      return new byte[] {(byte) (flag ? 1 : 0)};
    }
    if (value instanceof Long number) {
      return Attributes.encode(number);
    }
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    if (value instanceof char[] text) {
      return new String(text).getBytes(StandardCharsets.UTF_8);
    }
    if (value instanceof long[] numbers) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (long number : numbers) {
        bytes.writeBytes(Attributes.encode(number));
      }
      return bytes.toByteArray();
    }
    if (value instanceof CK_ATTRIBUTE[] template) {
      long[] types = new long[template.length];
      byte[] @Nullable [] values = new byte[template.length][];
      for (int i = 0; i < template.length; i++) {
        types[i] = template[i].type;
        Object inner = template[i].pValue;
        values[i] = inner instanceof CK_ATTRIBUTE[] ? null : decode(inner);
      }
      return Attributes.encode(types, values);
    }
    return null;
  }
}
