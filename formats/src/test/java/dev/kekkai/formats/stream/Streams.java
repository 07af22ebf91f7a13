package dev.kekkai.formats.stream;

import dev.kekkai.formats.EncryptionContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Streams in memory, and bytes to fill them. */
final class Streams {
  static final SecretKey DEK = new SecretKeySpec(new byte[32], "AES");
  static final WrappedStreamDek WRAPPED =
      new WrappedStreamDek("payments.v1", "rfc3394", new byte[40]);
  static final EncryptionContext CONTEXT = EncryptionContext.of("files", "4711");
  static final int SEGMENT = StreamHeader.MIN_SEGMENT_BYTES;
  static final int SEALED_SEGMENT = SEGMENT + 28;

  private Streams() {}

  /** Byte number i is i mod 251. */
  static byte[] content(int length) {
    byte[] content = new byte[length];
    for (int i = 0; i < length; i++) {
      content[i] = (byte) (i % 251);
    }
    return content;
  }

  /** A stream of small segments. */
  static byte[] encrypted(int length) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StreamEncryptor.create()
        .withSegmentBytes(SEGMENT)
        .encrypt(DEK, WRAPPED, new ByteArrayInputStream(content(length)), out, CONTEXT);
    return out.toByteArray();
  }

  static byte[] decrypted(byte[] stream) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    decrypt(DEK, stream, out, CONTEXT);
    return out.toByteArray();
  }

  static void decrypt(
      SecretKey dek, byte[] stream, ByteArrayOutputStream out, EncryptionContext context)
      throws Exception {
    InputStream in = new ByteArrayInputStream(stream);
    StreamHeader header = StreamHeader.read(in);
    StreamDecryptor.create().decrypt(dek, header, in, out, context);
  }

  /** Segment number i of a stream of small segments. */
  static byte[] segment(byte[] stream, int index) {
    int from = StreamHeader.BYTES + index * SEALED_SEGMENT;
    return Arrays.copyOfRange(stream, from, Math.min(stream.length, from + SEALED_SEGMENT));
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static byte[] header(byte[] stream) {
    return Arrays.copyOf(stream, StreamHeader.BYTES);
  }
}
