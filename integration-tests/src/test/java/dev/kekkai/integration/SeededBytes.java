package dev.kekkai.integration;

import java.util.Random;

/** Bytes that look random and are the same in every run. */
final class SeededBytes {
  private SeededBytes() {}

  static byte[] of(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
