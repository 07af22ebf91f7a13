package dev.kekkai.formats.stream;

import dev.kekkai.formats.EncryptionContext;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What is authenticated beside the data: for a segment the stream, its place in it, whether it is
 * the last one, and the context; for the header's seal the stream and the wrapped DEK. The byte
 * after the stream's identity keeps them apart. One object for one stream, for one thread.
 */
final class StreamAad {
  private static final byte INNER = 0;
  private static final byte LAST = 1;
  private static final byte HEADER = 2;

  private final byte[] segment;

  StreamAad(StreamIdentity identity, EncryptionContext context) {
    byte[] where = context.encoded();
    this.segment =
        ByteBuffer.allocate(StreamIdentity.BYTES + 1 + Long.BYTES + where.length)
            .put(identity.encoded())
            .put(INNER)
            .putLong(0)
            .put(where)
            .array();
  }

  /** Of a segment; the array is overwritten by the next call. */
  byte[] segment(long index, boolean last) {
    ByteBuffer.wrap(segment).position(StreamIdentity.BYTES).put(last ? LAST : INNER).putLong(index);
    return segment;
  }

  static byte[] header(StreamIdentity identity, byte[] slotBody) {
    byte[] aad = Arrays.copyOf(identity.encoded(), StreamIdentity.BYTES + 1 + slotBody.length);
    aad[StreamIdentity.BYTES] = HEADER;
    System.arraycopy(slotBody, 0, aad, StreamIdentity.BYTES + 1, slotBody.length);
    return aad;
  }
}
