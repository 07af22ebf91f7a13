package dev.kekkai.dekstore;

import java.util.regex.Pattern;

/**
 * What authenticates a row: an HMAC over everything in it, by a key in the token. Holds no secret.
 *
 * @param kekId CKA_ID of the KEK that the DEK is wrapped under, in hexadecimal
 * @param mac HMAC-SHA-256 in base64; empty in rows of an earlier release that are not tagged yet
 */
public record RowTag(String kekId, String mac) {
  private static final Pattern HEX = Pattern.compile("([0-9a-f]{2}){0,256}");
  private static final int LONGEST_MAC = 64;

  /** Of a row that no store has tagged yet. */
  public static final RowTag NONE = new RowTag("", "");

  /**
   * Checks the forms.
   *
   * @param kekId CKA_ID in hexadecimal
   * @param mac the HMAC in base64
   */
  public RowTag {
    if (!HEX.matcher(kekId).matches()) {
      throw new IllegalArgumentException("a CKA_ID is lower-case hexadecimal of up to 256 bytes");
    }
    if (mac.length() > LONGEST_MAC) {
      throw new IllegalArgumentException("a row tag has at most 64 characters");
    }
  }

  /** Whether there is a tag at all. */
  boolean isPresent() {
    return !mac.isEmpty();
  }
}
