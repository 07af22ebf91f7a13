package dev.kekkai.formats;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The first 18 bytes of a field token: version byte, suite byte, DEK id. They are part of the AAD.
 *
 * @param suite the suite
 * @param dekId the id of the DEK the token is encrypted under
 */
record FieldHeader(FieldSuite suite, UUID dekId) {

  static final int VERSION = 1;
  static final int BYTES = 1 + 1 + 16;

  /** The high half of the version byte marks a field token, the low half is the version. */
  private static final int MAGIC = 0x90;

  private static final int ASCII_K = 'k';

  /** Reads the header and checks the length of the whole token against it; copies nothing. */
  static FieldHeader read(byte[] token) throws FieldFormatException {
    if (token.length == 0) {
      throw new FieldFormatException("A field token is not empty");
    }
    checkVersion(token[0] & 0xff);
    if (token.length < BYTES) {
      throw new FieldFormatException(
          "Truncated: a field token's header has " + BYTES + " bytes, here are " + token.length);
    }
    FieldSuite suite = suite(token[1] & 0xff);
    checkLength(token.length, suite);
    ByteBuffer id = ByteBuffer.wrap(token, 2, 16);
    return new FieldHeader(suite, new UUID(id.getLong(), id.getLong()));
  }

  void writeTo(byte[] token) {
    ByteBuffer.wrap(token)
        .put((byte) (MAGIC | VERSION))
        .put((byte) suite.id())
        .putLong(dekId.getMostSignificantBits())
        .putLong(dekId.getLeastSignificantBits());
  }

  private static void checkVersion(int first) throws FieldFormatException {
    if (first == (MAGIC | VERSION)) {
      return;
    }
    if ((first & 0xf0) == MAGIC) {
      throw new FieldFormatException(
          "A field token of version " + (first & 0x0f) + "; this release reads version " + VERSION);
    }
    String hint =
        first == ASCII_K ? " (is this the base64url form? Then it is to be read as text)" : "";
    throw new FieldFormatException(
        "Not a field token: the first byte is 0x"
            + HexFormat.of().toHexDigits((byte) first)
            + ", not 0x"
            + HexFormat.of().toHexDigits((byte) (MAGIC | VERSION))
            + hint);
  }

  private static FieldSuite suite(int id) throws FieldFormatException {
    return FieldSuite.byId(id)
        .orElseThrow(
            () ->
                new FieldFormatException(
                    "Unknown suite " + id + "; this release knows " + knownSuites()));
  }

  private static String knownSuites() {
    return Arrays.stream(FieldSuite.values())
        .map(suite -> suite.id() + " (" + suite + ")")
        .collect(Collectors.joining(", "));
  }

  private static void checkLength(int length, FieldSuite suite) throws FieldFormatException {
    if (length < suite.overheadBytes()) {
      throw new FieldFormatException(
          "Truncated: a field token of suite "
              + suite
              + " has at least "
              + suite.overheadBytes()
              + " bytes, here are "
              + length);
    }
    if (length - suite.overheadBytes() > FieldToken.MAX_PLAINTEXT_BYTES) {
      throw new FieldFormatException(
          "Too long: a field token of suite "
              + suite
              + " has at most "
              + (suite.overheadBytes() + FieldToken.MAX_PLAINTEXT_BYTES)
              + " bytes, here are "
              + length);
    }
  }
}
