package dev.kekkai.formats.stream;

import java.security.InvalidKeyException;
import java.util.Locale;
import javax.crypto.IllegalBlockSizeException;

/**
 * What is done with each segment of a stream.
 *
 * @param suite the stream's
 * @param segmentBytes plaintext of a segment
 * @param sealing whether segments are sealed, else opened
 */
record SegmentWork(StreamSuite suite, int segmentBytes, boolean sealing) {
  /** Leaves 2^20 of the 2^32 encryptions under one DEK to headers. */
  static final long MAX_SEGMENTS = (1L << 32) - HeaderSlot.LAST_GENERATION;

  /** Of a whole segment. */
  int inBytes() {
    return sealing ? segmentBytes : sealedBytes();
  }

  /** Of a whole segment. */
  int outBytes() {
    return sealing ? sealedBytes() : segmentBytes;
  }

  private int sealedBytes() {
    return segmentBytes + suite.overheadBytes();
  }

  /** From one array to another; how many bytes were written. */
  int apply(
      SealedMessages messages,
      byte[] aad,
      byte[] in,
      int inOffset,
      int length,
      byte[] out,
      int outOffset)
      throws StreamDecryptionException, InvalidKeyException, IllegalBlockSizeException {
    return sealing
        ? messages.seal(aad, in, inOffset, length, out, outOffset)
        : messages.open(aad, in, inOffset, length, out, outOffset);
  }

  /** Only the first segment may be empty, so that a content has one stream and not two. */
  void requirePossible(long index, int length)
      throws StreamDecryptionException, IllegalBlockSizeException {
    if (sealing && index == MAX_SEGMENTS) {
      throw new IllegalBlockSizeException(
          String.format(
              Locale.ROOT,
              "A stream has at most %d segments; with segments of more than %d bytes there is room"
                  + " for more",
              MAX_SEGMENTS,
              segmentBytes));
    }
    if (!sealing && (index == MAX_SEGMENTS || (index > 0 && length <= suite.overheadBytes()))) {
      throw new StreamDecryptionException();
    }
  }
}
