package dev.kekkai.formats;

import java.util.Base64;

/** Base64url without padding (RFC 4648 section 5), where each byte string has exactly one text. */
final class Base64Url {

  /** Last characters whose unused low bits are zero, when one byte (four unused bits) is left. */
  private static final String LAST_OF_ONE_BYTE = "AQgw";

  /** The same when two bytes (two unused bits) are left. */
  private static final String LAST_OF_TWO_BYTES = "AEIMQUYcgkosw048";

  private Base64Url() {}

  static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Decodes the canonical text of at most {@code maxBytes} bytes and refuses every other. */
  static byte[] decode(String text, int maxBytes) throws FieldFormatException {
    long maxChars = (maxBytes * 4L + 2) / 3;
    if (text.length() > maxChars) {
      throw new FieldFormatException(
          "Too long: at most " + maxChars + " characters of base64url, here are " + text.length());
    }
    if (text.indexOf('=') >= 0) {
      throw new FieldFormatException("The base64url of a field token has no padding (=)");
    }
    checkEnd(text);
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new FieldFormatException(
          "Not base64url: only A-Z a-z 0-9 - _ are allowed (RFC 4648 section 5), no white space");
    }
  }

  private static void checkEnd(String text) throws FieldFormatException {
    int last = text.length() - 1;
    boolean canonical =
        switch (text.length() % 4) {
          case 0 -> true;
          case 2 -> LAST_OF_ONE_BYTE.indexOf(text.charAt(last)) >= 0;
          case 3 -> LAST_OF_TWO_BYTES.indexOf(text.charAt(last)) >= 0;
          default -> false;
        };
    if (!canonical) {
      throw new FieldFormatException(
          "Not canonical base64url: truncated, or the unused bits of the last character are not 0");
    }
  }
}
