package dev.kekkai.cli.cms;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * An input of which only so much may be read, because what reads it keeps it in memory. Remembers
 * its own trouble, so that a disk's failure is not taken for a bad file. Not thread-safe.
 */
final class BoundedInput extends FilterInputStream {
  private long left;
  private @Nullable IOException trouble;

  BoundedInput(InputStream in) {
    super(in);
  }

  /** From here on so many bytes, whatever was left before. */
  void allow(long bytes) {
    left = bytes;
  }

  /** Whether somebody asked for more than was allowed. */
  boolean isSpent() {
    return left < 0;
  }

  /** Throws what the input below threw, if it did. */
  void requireNoTrouble() throws IOException {
    if (trouble != null) {
      throw trouble;
    }
  }

  @Override
  public int read() throws IOException {
    requireLeft();
    try {
      int read = super.read();
      left -= read < 0 ? 0 : 1;
      return read;
    } catch (IOException e) {
      trouble = e;
      throw e;
    }
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    requireLeft();
    try {
      int read = super.read(to, offset, (int) Math.min(length, left));
      left -= Math.max(0, read);
      return read;
    } catch (IOException e) {
      trouble = e;
      throw e;
    }
  }

  private void requireLeft() throws IOException {
    if (left <= 0) {
      left = -1;
      throw new IOException("More than is taken into memory");
    }
  }
}
