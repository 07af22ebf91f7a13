package dev.kekkai.config.token;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Percent encoding as RFC 7512 (section 2.3) and RFC 3986 (section 2) have it. */
final class PercentCoding {

  private static final String UNRESERVED = "-._~";

  /** Besides unreserved characters, allowed bare in values of path attributes. */
  private static final String PATH_BARE = ":[]@!$'()*+,=&";

  /** Besides unreserved characters, allowed bare in values of query attributes. */
  private static final String QUERY_BARE = ":[]@!$'()*+,=/?|";

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private PercentCoding() {}

  static byte[] decode(String text, int from, int to, boolean query) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(to - from);
    int at = from;
    while (at < to) {
      char c = text.charAt(at);
      if (c == '%') {
        out.write(octet(text, at, to));
        at += 3;
      } else if (isUnreserved(c) || (query ? QUERY_BARE : PATH_BARE).indexOf(c) >= 0) {
        out.write(c);
        at++;
      } else {
        throw new InvalidPkcs11UriException(
            at, "this character must be percent-encoded as UTF-8, for example a blank as %20");
      }
    }
    return out.toByteArray();
  }

  /** Encodes everything but unreserved characters, in upper-case hexadecimal. */
  static String encode(byte[] value, boolean everything) {
    StringBuilder out = new StringBuilder(value.length);
    for (byte octet : value) {
      char c = (char) (octet & 0xff);
      if (!everything && isUnreserved(c)) {
        out.append(c);
      } else {
        out.append('%').append(HEX.toHexDigits(octet));
      }
    }
    return out.toString();
  }

  static String encode(String value) {
    return encode(value.getBytes(StandardCharsets.UTF_8), false);
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || UNRESERVED.indexOf(c) >= 0;
  }

  private static int octet(String text, int at, int to) {
    if (at + 3 > to
        || !HexFormat.isHexDigit(text.charAt(at + 1))
        || !HexFormat.isHexDigit(text.charAt(at + 2))) {
      throw new InvalidPkcs11UriException(at, "'%' must be followed by two hexadecimal digits");
    }
    return HexFormat.fromHexDigits(text, at + 1, at + 3);
  }
}
