package dev.kekkai.provider.bulk;

/**
 * The IVs of an engine's keys.
 *
 * @param madeByKey whether a key makes the IV of each encryption itself and takes no caller's
 * @param bytes length of the IVs that the token makes where it makes any, else 12; a decryption
 *     takes IVs of that length or of 12 bytes, whoever has made them
 */
public record IvRule(boolean madeByKey, int bytes) {

  /** IVs of 12 bytes that the caller makes. */
  public static final IvRule CALLER = new IvRule(false, BulkKey.IV_BYTES);

  /**
   * Whether a message may have an IV of such a length.
   *
   * @param length in bytes
   * @return whether a decryption takes it
   */
  public boolean takes(int length) {
    return length == BulkKey.IV_BYTES || length == bytes;
  }
}
