package dev.kekkai.formats.stream;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads an input in blocks of one size, and knows of each whether it is the last: the next byte has
 * been read too. Not thread-safe.
 */
final class Blocks {
  private final InputStream in;
  private final int size;
  private boolean first = true;
  private boolean last;
  private byte ahead;

  Blocks(InputStream in, int size) {
    this.in = in;
    this.size = size;
  }

  /**
   * Reads the next block; its length, which only the last one's may be less than the size.
   *
   * @param block a byte longer than a block
   */
  int next(byte[] block) throws IOException {
    int kept = first ? 0 : 1;
    block[0] = ahead;
    int filled = kept + in.readNBytes(block, kept, size + 1 - kept);
    first = false;
    last = filled <= size;
    ahead = block[size];
    return Math.min(filled, size);
  }

  /** Whether the block read last was the last one. */
  boolean isLast() {
    return last;
  }

  void wipe() {
    ahead = 0;
  }
}
