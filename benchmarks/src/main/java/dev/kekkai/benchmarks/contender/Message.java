package dev.kekkai.benchmarks.contender;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** The buffers of one thread, reused from call to call, and IVs that never come twice. */
final class Message {
  static final int TAG_BYTES = 16;
  private static final int IV_BYTES = 12;
  private static final byte FILLER = 0x5A;
  private static final AtomicInteger MESSAGES = new AtomicInteger();

  final byte[] plain;
  final byte[] sealed;
  final byte[] out;
  final byte[] aad = new byte[16];
  private final byte[] iv = new byte[IV_BYTES];
  private final ByteBuffer ivView = ByteBuffer.wrap(iv);
  private long counter;

  Message(int bytes) {
    plain = new byte[bytes];
    Arrays.fill(plain, FILLER);
    sealed = new byte[bytes + TAG_BYTES];
    out = new byte[bytes + TAG_BYTES];
    ivView.putInt(0, MESSAGES.incrementAndGet());
  }

  /** A number of this object's own and a counter, in an array that the next call overwrites. */
  byte[] nextIv() {
    ivView.putLong(Integer.BYTES, ++counter);
    return iv;
  }

  void requirePlain(byte[] opened, int length) throws GeneralSecurityException {
    if (length != plain.length || !Arrays.equals(plain, 0, length, opened, 0, length)) {
      throw new GeneralSecurityException("What was encrypted does not decrypt");
    }
  }
}
