package dev.kekkai.provider.spi.gcm;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/**
 * Input that waits for {@code doFinal}. It may be plaintext, so every array it leaves is wiped. Not
 * thread-safe.
 */
final class InputBuffer {
  /** What an array can hold on every JVM, less a tag. */
  static final int MAX_BYTES = Integer.MAX_VALUE - 64;

  private static final byte[] EMPTY = new byte[0];
  private static final int FIRST = 256;

  /** A larger array is given back after use. */
  private static final int KEPT = 1 << 16;

  private byte[] bytes = EMPTY;
  private int size;

  int size() {
    return size;
  }

  /** The buffer itself, of which the first {@link #size()} bytes count. */
  byte[] array() {
    return bytes;
  }

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

  /** Size once so much more has been added. */
  int sizeWith(int length) {
    long total = (long) size + length;
    if (total > MAX_BYTES) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "One AES-GCM message can have at most %d bytes here, not %d; encrypt in segments",
              MAX_BYTES,
              total));
    }
    return (int) total;
  }

  void wipe() {
    if (size > 0) {
      Arrays.fill(bytes, 0, size, (byte) 0);
      size = 0;
    }
    if (bytes.length > KEPT) {
      bytes = EMPTY;
    }
  }

  private void makeRoom(int length) {
    int needed = sizeWith(length);
    if (needed <= bytes.length) {
      return;
    }
    long doubled = Math.max(FIRST, 2L * bytes.length);
    byte[] larger = new byte[(int) Math.min(MAX_BYTES, Math.max(needed, doubled))];
    System.arraycopy(bytes, 0, larger, 0, size);
    Arrays.fill(bytes, 0, size, (byte) 0);
    bytes = larger;
  }
}
