package dev.kekkai.provider.keys;

import dev.kekkai.config.profile.Gcm;
import dev.kekkai.config.profile.IvReturn;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.provider.bulk.BulkKey;
import java.util.Arrays;

/**
 * Something that a DEK has encrypted by AES-256-GCM, and what it was: whatever decrypts it is that
 * DEK. The arrays are not copied, and nobody changes them.
 *
 * @param iv 12 bytes, or as many as the token makes
 * @param aad additional authenticated data
 * @param ciphertext with the 16-byte tag at its end
 * @param plaintext what it decrypts to; no secret
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares samples
public record GcmSample(byte[] iv, byte[] aad, byte[] ciphertext, byte[] plaintext) {
  /** What a token is given to decrypt it. */
  Mechanism mechanism(Gcm gcm) {
    long type = gcm.mechanism().orElseThrow();
    int tagBits = BulkKey.TAG_BYTES * Byte.SIZE;
    return gcm.ivReturn() == IvReturn.PREFIX
        ? new Mechanism.GcmHsmIv(type, new byte[0], 0, aad, tagBits)
        : new Mechanism.Gcm(type, iv, aad, tagBits);
  }

  /** What that mechanism decrypts. */
  byte[] input(Gcm gcm) {
    if (gcm.ivReturn() != IvReturn.PREFIX) {
      return ciphertext;
    }
    byte[] whole = Arrays.copyOf(iv, iv.length + ciphertext.length);
    System.arraycopy(ciphertext, 0, whole, iv.length, ciphertext.length);
    return whole;
  }

  /** Says nothing of the content. */
  @Override
  public String toString() {
    return "GcmSample[" + ciphertext.length + " bytes]";
  }
}
