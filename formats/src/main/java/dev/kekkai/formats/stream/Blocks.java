package dev.kekkai.formats.stream;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads an input in blocks of one size, and knows of each whether it is the last: the next byte has
 * been read too. Holds one block. Not thread-safe.
 */
final class Blocks {
  private final InputStream in;
  private final byte[] block;
  private final int size;
  private boolean first = true;
  private boolean last;
  private byte ahead;

  Blocks(InputStream in, int size) {
    this.in = in;
    this.size = size;
    this.block = new byte[size + 1];
  }

  /** Reads the next block; its length, which only the last one's may be less than the size. */
  int next() throws IOException {
    int kept = first ? 0 : 1;
    block[0] = ahead;
    int filled = kept + in.readNBytes(block, kept, block.length - kept);
    first = false;
    last = filled <= size;
    ahead = block[size];
    return Math.min(filled, size);
  }

  /** Whether the block read last was the last one. */
  boolean isLast() {
    return last;
  }

  /** The block read last, from the beginning on; overwritten by the next. */
  byte[] block() {
    return block;
  }

  void wipe() {
    Arrays.fill(block, (byte) 0);
    ahead = 0;
  }
}
