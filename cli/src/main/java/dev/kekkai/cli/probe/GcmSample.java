package dev.kekkai.cli.probe;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-GCM in software, with throw-away data. */
final class GcmSample {
  static final int TAG_BYTES = 16;
  static final int TAG_BITS = TAG_BYTES * Byte.SIZE;
  static final int IV_BYTES = 12;

  private static final SecureRandom RANDOM = new SecureRandom();

  private GcmSample() {}

  static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return random;
  }

  /** Whether ciphertext and tag are those of a plaintext under an IV. */
  static boolean opens(byte[] key, byte[] iv, byte[] aad, byte[] sealed, byte[] plain) {
    try {
      return Arrays.equals(cipher(Cipher.DECRYPT_MODE, key, iv, aad).doFinal(sealed), plain);
    } catch (GeneralSecurityException e) {
      return false; // another IV
    }
  }

  private static Cipher cipher(int mode, byte[] key, byte[] iv, byte[] aad)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, iv));
    cipher.updateAAD(aad);
    return cipher;
  }
}
