package dev.kekkai.config.token;

/**
 * What a module says of one token (CK_TOKEN_INFO, PKCS#11 v3.0 section 3.2). Blank or NUL padding
 * is removed, so that facts compare with what a person writes.
 *
 * @param label token label
 * @param manufacturer manufacturer ID of the token
 * @param serial serial number
 * @param model model
 * @param slotId number of the slot the token is in, unsigned
 */
public record TokenFacts(
    String label, String manufacturer, String serial, String model, long slotId) {

  /**
   * Removes the padding of fixed-width PKCS#11 text from the end of every text.
   *
   * @param label token label
   * @param manufacturer manufacturer ID of the token
   * @param serial serial number
   * @param model model
   * @param slotId number of the slot, unsigned
   */
  public TokenFacts {
    label = unpad(label);
    manufacturer = unpad(manufacturer);
    serial = unpad(serial);
    model = unpad(model);
  }

  static String unpad(String padded) {
    int end = padded.length();
    while (end > 0 && (padded.charAt(end - 1) == ' ' || padded.charAt(end - 1) == 0)) {
      end--;
    }
    return padded.substring(0, end);
  }
}
