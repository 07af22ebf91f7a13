package dev.kekkai.keyserver.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;

/**
 * Jetty's pool of buffers, with nothing in those that nobody uses. HTTP/2 gathers small answers in
 * such a buffer before they are encrypted, and what was opened would stay there until the buffer is
 * used for something longer. Thread-safe.
 */
final class WipingBufferPool extends ByteBufferPool.Wrapper {
  WipingBufferPool() {
    super(new ArrayByteBufferPool());
  }

  @Override
  public RetainableByteBuffer.Mutable acquire(int size, boolean direct) {
    return new Wiped(super.acquire(size, direct));
  }

  /** Whoever releases it last has it wiped before it is anybody else's. */
  private static final class Wiped extends RetainableByteBuffer.Wrapper {
    private static final byte[] ZEROS = new byte[8192];

    Wiped(RetainableByteBuffer buffer) {
      super(buffer);
    }

    @Override
    public boolean release() {
      if (getRetained() == 1) {
        wipe(getByteBuffer().duplicate().clear());
      }
      return super.release();
    }

    /** Keeps this one from being released, so that it is wiped when the slice is. */
    @Override
    public RetainableByteBuffer slice() {
      retain();
      return RetainableByteBuffer.wrap(getByteBuffer().slice(), this);
    }

    @Override
    public RetainableByteBuffer slice(long length) {
      ByteBuffer bytes = getByteBuffer().slice();
      bytes.limit((int) Math.min(bytes.limit(), length));
      retain();
      return RetainableByteBuffer.wrap(bytes, this);
    }

    private static void wipe(ByteBuffer whole) {
      while (whole.hasRemaining()) {
        whole.put(ZEROS, 0, Math.min(ZEROS.length, whole.remaining()));
      }
    }
  }
}
