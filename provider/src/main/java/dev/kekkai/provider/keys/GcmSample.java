package dev.kekkai.provider.keys;

/**
 * Something that a DEK has encrypted by AES-256-GCM, and what it was: whatever decrypts it is that
 * DEK. The arrays are not copied, and nobody changes them.
 *
 * @param iv 12 bytes
 * @param aad additional authenticated data
 * @param ciphertext with the 16-byte tag at its end
 * @param plaintext what it decrypts to; no secret
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares samples
public record GcmSample(byte[] iv, byte[] aad, byte[] ciphertext, byte[] plaintext) {
  /** Says nothing of the content. */
  @Override
  public String toString() {
    return "GcmSample[" + ciphertext.length + " bytes]";
  }
}
