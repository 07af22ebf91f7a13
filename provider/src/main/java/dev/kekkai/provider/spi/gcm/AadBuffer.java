package dev.kekkai.provider.spi.gcm;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Additional authenticated data as one array that has just its length. Messages mostly have as much
 * of it as the one before, so the array is used again where the length agrees. Not thread-safe.
 */
final class AadBuffer {
  private static final byte[] EMPTY = new byte[0];

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
  }

  private void makeRoom(int length) {
    int needed = Math.addExact(size, length);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, needed);
    }
  }
}
