package dev.kekkai.formats.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.concurrent.Callable;
import javax.crypto.IllegalBlockSizeException;

/**
 * Some segments in a row, read at once, sealed or opened by one thread, and written at once: one
 * alone is too little work to be handed to another thread. Has a Cipher of its own. For one thread
 * at a time.
 */
final class Batch implements Callable<Integer>, AutoCloseable {
  private final SegmentWork work;
  private final SealedMessages messages;
  private final StreamAad aad;
  private final byte[] in;
  private final byte[] out;
  private long index;
  private int filled;
  private boolean last;

  /**
   * For one after the other.
   *
   * @param segments how many it holds
   */
  Batch(SegmentWork work, SealedMessages messages, StreamAad aad, int segments) {
    this.work = work;
    this.messages = messages;
    this.aad = aad;
    this.in = new byte[segments * work.inBytes() + 1];
    this.out = new byte[segments * work.outBytes()];
  }

  /** Reads the next segments, of which the first has the given index. */
  void read(Blocks blocks, long firstIndex) throws IOException {
    index = firstIndex;
    filled = blocks.next(in);
    last = blocks.isLast();
  }

  /** Works on all of them; how many bytes there are to write then. */
  @Override
  public Integer call()
      throws StreamDecryptionException, InvalidKeyException, IllegalBlockSizeException {
    int written = 0;
    int done = 0;
    long segment = index;
    do {
      int length = Math.min(work.inBytes(), filled - done);
      boolean isLast = last && done + length == filled;
      work.requirePossible(segment, length);
      written += work.apply(messages, aad.segment(segment, isLast), in, done, length, out, written);
      done += length;
      segment++;
    } while (done < filled);
    return written;
  }

  /** Writes what {@link #call()} has made; how many bytes of plaintext that are. */
  int write(int length, OutputStream to) throws IOException {
    to.write(out, 0, length);
    return work.sealing() ? filled : length;
  }

  /** Either side may be plaintext. */
  @Override
  public void close() {
    messages.close();
    Arrays.fill(in, (byte) 0);
    Arrays.fill(out, (byte) 0);
  }
}
