package dev.kekkai.client;

import dev.kekkai.formats.envelope.SealedEnvelope;

/**
 * Whether text can be an item at all. What can't is not sent: it would only make the request that
 * it is in too large or malformed, with other items in it.
 */
final class ItemShape {

  private ItemShape() {}

  static boolean isPossible(String item) {
    return !item.isEmpty()
        && item.length() <= SealedEnvelope.MAX_CHARS
        && item.chars().allMatch(ItemShape::isCompactJwe);
  }

  private static boolean isCompactJwe(int c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_'
        || c == '.';
  }
}
