package dev.kekkai.integration;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;

/** A way to hand one piece of input to a Cipher. */
enum Feed {
  ARRAY {
    @Override
    byte[] update(Cipher cipher, byte[] piece) {
      return cipher.update(piece);
    }

    @Override
    byte[] last(Cipher cipher, byte[] piece) throws GeneralSecurityException {
      return cipher.doFinal(piece);
    }

    @Override
    void aad(Cipher cipher, byte[] piece) {
      cipher.updateAAD(piece);
    }
  },
  ARRAY_WITH_OFFSETS {
    @Override
    byte[] update(Cipher cipher, byte[] piece) throws GeneralSecurityException {
      byte[] out = new byte[cipher.getOutputSize(piece.length) + 5];
      int n = cipher.update(framed(piece), 3, piece.length, out, 5);
      return Arrays.copyOfRange(out, 5, 5 + n);
    }

    @Override
    byte[] last(Cipher cipher, byte[] piece) throws GeneralSecurityException {
      byte[] out = new byte[cipher.getOutputSize(piece.length) + 5];
      int n = cipher.doFinal(framed(piece), 3, piece.length, out, 5);
      return Arrays.copyOfRange(out, 5, 5 + n);
    }

    @Override
    void aad(Cipher cipher, byte[] piece) {
      cipher.updateAAD(framed(piece), 3, piece.length);
    }
  },
  HEAP_BUFFER {
    @Override
    ByteBuffer buffer(byte[] piece) {
      return ByteBuffer.wrap(framed(piece), 3, piece.length).slice();
    }
  },
  READ_ONLY_BUFFER {
    @Override
    ByteBuffer buffer(byte[] piece) {
      return ByteBuffer.wrap(piece).asReadOnlyBuffer();
    }
  },
  DIRECT_BUFFER {
    @Override
    ByteBuffer buffer(byte[] piece) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(piece.length + 7);
      buffer.position(4);
      buffer.put(piece);
      buffer.limit(4 + piece.length).position(4);
      return buffer;
    }

    @Override
    ByteBuffer output(int size) {
      return ByteBuffer.allocateDirect(size);
    }
  };

  /** Hands over a piece that is not the last. */
  byte[] update(Cipher cipher, byte[] piece) throws GeneralSecurityException {
    ByteBuffer in = buffer(piece);
    ByteBuffer out = output(cipher.getOutputSize(piece.length));
    cipher.update(in, out);
    return drained(in, out);
  }

  /** Hands over the last piece. */
  byte[] last(Cipher cipher, byte[] piece) throws GeneralSecurityException {
    ByteBuffer in = buffer(piece);
    ByteBuffer out = output(cipher.getOutputSize(piece.length));
    cipher.doFinal(in, out);
    return drained(in, out);
  }

  void aad(Cipher cipher, byte[] piece) {
    ByteBuffer in = buffer(piece);
    cipher.updateAAD(in);
    if (in.hasRemaining()) {
      throw new AssertionError("AAD was left in the buffer");
    }
  }

  ByteBuffer buffer(byte[] piece) {
    throw new UnsupportedOperationException(name());
  }

  ByteBuffer output(int size) {
    return ByteBuffer.allocate(size);
  }

  private static byte[] drained(ByteBuffer in, ByteBuffer out) {
    if (in.hasRemaining()) {
      throw new AssertionError("Input was left in the buffer");
    }
    out.flip();
    byte[] bytes = new byte[out.remaining()];
    out.get(bytes);
    return bytes;
  }

  private static byte[] framed(byte[] piece) {
    byte[] framed = new byte[piece.length + 8];
    Arrays.fill(framed, (byte) 0x55);
    System.arraycopy(piece, 0, framed, 3, piece.length);
    return framed;
  }
}
