package dev.kekkai.formats.encoding;

import java.util.Base64;
import java.util.function.Function;

/** Base64url without padding (RFC 4648 section 5), where each byte string has exactly one text. */
public final class Base64Url {

  /** Last characters whose unused low bits are zero, when one byte (four unused bits) is left. */
  private static final String LAST_OF_ONE_BYTE = "AQgw";

  /** The same when two bytes (two unused bits) are left. */
  private static final String LAST_OF_TWO_BYTES = "AEIMQUYcgkosw048";

  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private Base64Url() {}

  /**
   * The text of some bytes.
   *
   * @param bytes the bytes
   * @return base64url without padding
   */
  public static String encode(byte[] bytes) {
    return ENCODER.encodeToString(bytes);
  }

  /**
   * Decodes the canonical text of at most {@code maxBytes} bytes and refuses every other.
   *
   * @param text base64url
   * @param maxBytes the most bytes it may stand for
   * @param failure makes the exception of the format, from a message without any of the text
   * @param <X> the exception of the format
   * @return the bytes
   * @throws X when the text is not canonical, or too long
   */
  public static <X extends Exception> byte[] decode(
      String text, int maxBytes, Function<String, X> failure) throws X {
    long maxChars = (maxBytes * 4L + 2) / 3;
    if (text.length() > maxChars) {
      throw failure.apply(
          "Too long: at most " + maxChars + " characters of base64url, here are " + text.length());
    }
    if (text.indexOf('=') >= 0) {
      throw failure.apply("The base64url here has no padding (=)");
    }
    if (!endsCanonically(text)) {
      throw failure.apply(
          "Not canonical base64url: truncated, or the unused bits of the last character are not 0");
    }
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw failure.apply(
          "Not base64url: only A-Z a-z 0-9 - _ are allowed (RFC 4648 section 5), no white space");
    }
  }

  private static boolean endsCanonically(String text) {
    int last = text.length() - 1;
    return switch (text.length() % 4) {
      case 0 -> true;
      case 2 -> LAST_OF_ONE_BYTE.indexOf(text.charAt(last)) >= 0;
      case 3 -> LAST_OF_TWO_BYTES.indexOf(text.charAt(last)) >= 0;
      default -> false;
    };
  }
}
