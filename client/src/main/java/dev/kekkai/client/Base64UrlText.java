package dev.kekkai.client;

import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Decodes base64url (RFC 4648 section 5, no padding) where it stands: a plaintext never is text.
 */
final class Base64UrlText {

  private Base64UrlText() {}

  /**
   * Decodes a part of an array.
   *
   * @return the caller's to wipe; null when it is not base64url
   */
  static byte @Nullable [] decode(byte[] text, int from, int to) {
    int chars = to - from;
    byte[] out = new byte[chars / 4 * 3 + Math.max(0, chars % 4 - 1)];
    byte[] encoded = Arrays.copyOfRange(text, from, to);
    try {
      if (chars % 4 != 1 && Base64.getUrlDecoder().decode(encoded, out) == out.length) {
        return out;
      }
    } catch (IllegalArgumentException e) {
      // said below, without the text
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
    Arrays.fill(out, (byte) 0);
    return null;
  }
}
