package dev.kekkai.provider.spi.gcm;

import java.util.Arrays;

/**
 * Input and output in one array. An engine that writes behind its reading position is right; one
 * that writes ahead of it overwrites input it has not read.
 */
final class Overlap {
  private Overlap() {}

  /** Whether writing would overwrite input that has not been read yet. */
  static boolean isHarmful(byte[] in, int inOffset, int inLength, byte[] out, int outOffset) {
    return in == out && outOffset > inOffset && outOffset < inOffset + inLength;
  }

  static byte[] copy(byte[] in, int inOffset, int inLength) {
    return Arrays.copyOfRange(in, inOffset, inOffset + inLength);
  }
}
