package dev.kekkai.formats.stream;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What never changes in a stream's header: its first 32 bytes, which are part of every AAD, and 480
 * zeros.
 *
 * @param suite the suite
 * @param segmentBytes the plaintext of every segment but the last, in bytes
 * @param id 16 random bytes, made for this stream
 */
record StreamIdentity(StreamSuite suite, int segmentBytes, UUID id) {
  static final int VERSION = 1;

  /** What is authenticated with every segment. */
  static final int BYTES = 32;

  /** What it takes in the header, with the zeros. */
  static final int PLACE_BYTES = 512;

  private static final byte[] MAGIC = {(byte) 0x89, 'K', 'E', 'K', 'K', 'A', 'I', '\n'};

  /**
   * Whether these bytes mean to be a stream at all; however few they are. What they are instead is
   * not said: they may be somebody's plaintext.
   */
  static void requireMagic(byte[] bytes) throws StreamFormatException {
    int length = Math.min(bytes.length, MAGIC.length);
    int wrong = Arrays.mismatch(bytes, 0, length, MAGIC, 0, length);
    if (length == 0 || wrong >= 0) {
      throw new StreamFormatException("Not a Kekkai stream: " + reason(length, wrong));
    }
  }

  private static String reason(int length, int wrong) {
    if (length == 0) {
      return "it is empty";
    }
    return wrong == MAGIC.length - 1
        ? "somebody changed its line ends"
        : "it does not begin with " + HexFormat.of().formatHex(MAGIC);
  }

  /** Reads what comes after the magic, and makes sure of every byte. */
  static StreamIdentity read(byte[] header) throws StreamFormatException {
    ByteBuffer in = ByteBuffer.wrap(header, 0, BYTES).position(MAGIC.length);
    int version = in.get() & 0xff;
    if (version != VERSION) {
      throw new StreamFormatException(
          "A stream of version " + version + "; this release reads version " + VERSION);
    }
    StreamSuite suite = suite(in.get() & 0xff);
    requireZeros(header, in.position(), Short.BYTES);
    in.getShort();
    int segmentBytes = in.getInt();
    if (!StreamHeader.isSegmentSize(segmentBytes)) {
      throw new StreamFormatException(
          "Segments of "
              + Integer.toUnsignedString(segmentBytes)
              + " bytes; a stream's have "
              + StreamHeader.MIN_SEGMENT_BYTES
              + " to "
              + StreamHeader.MAX_SEGMENT_BYTES);
    }
    requireZeros(header, BYTES, PLACE_BYTES - BYTES);
    return new StreamIdentity(suite, segmentBytes, new UUID(in.getLong(), in.getLong()));
  }

  byte[] encoded() {
    return ByteBuffer.allocate(BYTES)
        .put(MAGIC)
        .put((byte) VERSION)
        .put((byte) suite.id())
        .putShort((short) 0)
        .putInt(segmentBytes)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  byte[] idBytes() {
    return Arrays.copyOfRange(encoded(), BYTES - 2 * Long.BYTES, BYTES);
  }

  private static StreamSuite suite(int suiteId) throws StreamFormatException {
    return StreamSuite.byId(suiteId)
        .orElseThrow(
            () ->
                new StreamFormatException(
                    "Unknown suite "
                        + suiteId
                        + "; this release knows "
                        + Arrays.stream(StreamSuite.values())
                            .map(suite -> suite.id() + " (" + suite + ")")
                            .collect(Collectors.joining(", "))));
  }

  private static void requireZeros(byte[] header, int from, int count)
      throws StreamFormatException {
    for (int at = from; at < from + count; at++) {
      if (header[at] != 0) {
        throw new StreamFormatException(
            "The header is damaged: byte " + at + " of the stream is not 0");
      }
    }
  }
}
