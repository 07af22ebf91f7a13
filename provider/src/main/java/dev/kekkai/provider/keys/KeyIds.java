package dev.kekkai.provider.keys;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;

/** CKA_IDs of keys made here: UUID version 7 (RFC 9562, section 5.7), 16 bytes. */
final class KeyIds {
  private static final SecureRandom RANDOM = new SecureRandom();

  private KeyIds() {}

  static byte[] next() {
    byte[] id = new byte[16];
    RANDOM.nextBytes(id);
    ByteBuffer.wrap(id)
        .putShort(0, (short) (System.currentTimeMillis() >>> 32))
        .putInt(2, (int) System.currentTimeMillis());
    id[6] = (byte) ((id[6] & 0x0F) | 0x70);
    id[8] = (byte) ((id[8] & 0x3F) | 0x80);
    return id;
  }

  /** When an id was made, if it is one of version 7. */
  static Optional<Instant> time(byte[] id) {
    if (id.length != 16 || (id[6] & 0xF0) != 0x70 || (id[8] & 0xC0) != 0x80) {
      return Optional.empty();
    }
    return Optional.of(Instant.ofEpochMilli(ByteBuffer.wrap(id).getLong() >>> 16));
  }
}
