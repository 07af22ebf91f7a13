package dev.kekkai.keyserver.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Bytes in memory, so many and no more. For one thread. */
final class BoundedBytes extends OutputStream {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final int most;
  private boolean full;

  BoundedBytes(int most) {
    this.most = most;
  }

  @Override
  public void write(int value) throws IOException {
    require(1);
    bytes.write(value);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    require(length);
    bytes.write(from, offset, length);
  }

  private void require(int length) throws IOException {
    if (length > most - bytes.size()) {
      full = true;
      throw new IOException("No more than " + most + " bytes");
    }
  }

  /** Whether something did not fit. */
  boolean isFull() {
    return full;
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }
}
