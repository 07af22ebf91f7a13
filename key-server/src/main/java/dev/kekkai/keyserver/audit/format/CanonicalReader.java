package dev.kekkai.keyserver.audit.format;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what {@link CanonicalWriter} wrote, and nothing that it would have written otherwise. */
final class CanonicalReader {
  private final ByteBuffer in;

  CanonicalReader(byte[] bytes) {
    this.in = ByteBuffer.wrap(bytes);
  }

  int u8() throws AuditFormatException {
    return need(1).get() & 0xff;
  }

  int u32() throws AuditFormatException {
    return need(4).getInt();
  }

  long i64() throws AuditFormatException {
    return need(8).getLong();
  }

  UUID uuid() throws AuditFormatException {
    return new UUID(i64(), i64());
  }

  Instant time() throws AuditFormatException {
    try {
      return Micros.instant(i64());
    } catch (DateTimeException e) {
      throw new AuditFormatException("a time beyond all times", e);
    }
  }

  byte[] fixed(int length) throws AuditFormatException {
    ByteBuffer bytes = need(length); // before there is room for what is not there
    byte[] value = new byte[length];
    bytes.get(value);
    return value;
  }

  Bytes hash() throws AuditFormatException {
    return Bytes.of(fixed(HashChain.HASH_LENGTH));
  }

  String string(int maxBytes) throws AuditFormatException {
    int length = u32();
    if (length < 0 || length > maxBytes) {
      throw new AuditFormatException(
          "a string of " + Integer.toUnsignedString(length) + " bytes, at most " + maxBytes);
    }
    try {
      ByteBuffer utf8 = ByteBuffer.wrap(fixed(length));
      return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
    } catch (CharacterCodingException e) {
      throw new AuditFormatException("a string that is not UTF-8", e);
    }
  }

  @Nullable String optional(int maxBytes) throws AuditFormatException {
    return flag() ? string(maxBytes) : null;
  }

  boolean flag() throws AuditFormatException {
    int flag = u8();
    if (flag > 1) {
      throw new AuditFormatException("a flag of " + flag + ", which is 0 or 1");
    }
    return flag == 1;
  }

  void version(int expected) throws AuditFormatException {
    int version = u8();
    if (version != expected) {
      throw new AuditFormatException("version " + version + ", this release reads " + expected);
    }
  }

  void end() throws AuditFormatException {
    if (in.hasRemaining()) {
      throw new AuditFormatException(in.remaining() + " bytes too many");
    }
  }

  private ByteBuffer need(int bytes) throws AuditFormatException {
    if (in.remaining() < bytes) {
      throw new AuditFormatException("cut short after " + in.capacity() + " bytes");
    }
    return in;
  }
}
