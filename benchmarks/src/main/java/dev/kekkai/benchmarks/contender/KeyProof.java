package dev.kekkai.benchmarks.contender;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** Proves that an opaque key is a key whose bytes are known, by encrypting with both. */
final class KeyProof {
  private static final int TAG_BITS = 128;

  private KeyProof() {}

  static void same(SecretKey known, SecretKey opaque, Provider of) throws GeneralSecurityException {
    byte[] iv = new byte[12];
    byte[] expected = seal(Cipher.getInstance("AES/GCM/NoPadding", "SunJCE"), known, iv);
    if (!Arrays.equals(expected, seal(Cipher.getInstance("AES/GCM/NoPadding", of), opaque, iv))) {
      throw new GeneralSecurityException("What was unwrapped is not what was wrapped");
    }
  }

  private static byte[] seal(Cipher cipher, SecretKey key, byte[] iv)
      throws GeneralSecurityException {
    cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, iv));
    return cipher.doFinal(new byte[64]);
  }
}
