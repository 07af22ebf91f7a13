package dev.kekkai.cryptoki.iaik;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Between the caller's buffers and IAIK's whole arrays. */
final class IaikBuffers {
  private IaikBuffers() {}

  static byte[] slice(byte[] in, int offset, int length) {
    return offset == 0 && length == in.length
        ? in
        : Arrays.copyOfRange(in, offset, offset + length);
  }

  static byte[] remaining(ByteBuffer in) {
    byte[] copy = new byte[in.remaining()];
    in.get(in.position(), copy);
    return copy;
  }

  /** As {@link #deliver(byte[], byte[], int)}; the buffer's position stays. */
  static int deliver(byte @Nullable [] result, ByteBuffer out) {
    if (result == null) {
      return 0;
    }
    out.slice().put(result);
    Arrays.fill(result, (byte) 0);
    return result.length;
  }

  /** Copies to the caller and wipes IAIK's array, which may hold plaintext. */
  static int deliver(byte @Nullable [] result, byte[] out, int outOffset) {
    if (result == null) {
      return 0;
    }
    System.arraycopy(result, 0, out, outOffset, result.length);
    Arrays.fill(result, (byte) 0);
    return result.length;
  }
}
