package dev.kekkai.cli.progress;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** An input that tells how much of it is read. Not thread-safe. */
public final class ProgressInput extends FilterInputStream {
  private final Progress progress;

  /**
   * Over another input.
   *
   * @param in read from, and closed with this one
   * @param progress hears of each byte read
   */
  public ProgressInput(InputStream in, Progress progress) {
    super(in);
    this.progress = progress;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    progress.add(read < 0 ? 0 : 1);
    return read;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    int read = super.read(to, offset, length);
    progress.add(Math.max(0, read));
    return read;
  }
}
