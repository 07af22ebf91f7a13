package dev.kekkai.keyserver.audit.format;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes fields one after the other, numbers big-endian, strings with their length before them. */
final class CanonicalWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

  CanonicalWriter u8(int value) {
    out.write(value);
    return this;
  }

  CanonicalWriter u32(int value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      out.write(value >>> shift);
    }
    return this;
  }

  CanonicalWriter i64(long value) {
    return u32((int) (value >>> 32)).u32((int) value);
  }

  CanonicalWriter uuid(UUID value) {
    return i64(value.getMostSignificantBits()).i64(value.getLeastSignificantBits());
  }

  CanonicalWriter time(Instant value) {
    return i64(Micros.of(value));
  }

  /** Bytes whose number the format fixes. */
  CanonicalWriter fixed(byte[] value) {
    out.writeBytes(value);
    return this;
  }

  CanonicalWriter string(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    return u32(utf8.length).fixed(utf8);
  }

  /** 0, or 1 and the string. */
  CanonicalWriter optional(@Nullable String value) {
    return value == null ? u8(0) : u8(1).string(value);
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
