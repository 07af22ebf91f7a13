package dev.kekkai.provider.spi.gcm;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Additional authenticated data as one array that has just its length. Messages mostly have as much
 * of it as the one before, so the array is used again where the length agrees. Not thread-safe.
 */
final class AadBuffer {
  private static final byte[] EMPTY = new byte[0];

  /** A larger array is given back after use. */
  private static final int KEPT = 1 << 16;

  /** What an array can hold on every JVM. */
  private static final int MOST = Integer.MAX_VALUE - 8;

  private byte[] bytes = EMPTY;
  private int size;

  void append(byte[] in, int offset, int length) {
    makeRoom(length);
    System.arraycopy(in, offset, bytes, size, length);
    size += length;
  }

  void append(ByteBuffer in) {
    int length = in.remaining();
    makeRoom(length);
    in.get(bytes, size, length);
    size += length;
  }

  /** All of it; good until the next call of another method. */
  byte[] exact() {
    if (size == 0) {
      return EMPTY;
    }
    if (size != bytes.length) {
      bytes = Arrays.copyOf(bytes, size);
    }
    return bytes;
  }

  void reset() {
    size = 0;
    if (bytes.length > KEPT) {
      bytes = EMPTY;
    }
  }

  /**
   * The first piece is mostly the only one; after it the room doubles, for those who feed bytes.
   */
  private void makeRoom(int length) {
    int needed = Math.addExact(size, length);
    if (needed > bytes.length) {
      long doubled = size == 0 ? 0 : 2L * bytes.length;
      bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(doubled, MOST)));
    }
  }
}
