package dev.kekkai.formats.envelope;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.util.Arrays;

/**
 * The Concat KDF with SHA-256 as JWE uses it (RFC 7518, section 4.6.2; SP 800-56A, section 5.8.1),
 * for keys of up to 256 bits, which take one round. Nimbus has it too, but leaves copies of the
 * derived key behind that nobody can wipe.
 */
final class ConcatKdf {
  private static final int HASH_BYTES = 32;
  private static final int ROUND = 1;

  private ConcatKdf() {}

  /**
   * Derives a key.
   *
   * @param z the shared secret
   * @param algorithm the key is for this {@code alg}, or {@code enc}
   * @param apu PartyUInfo, decoded
   * @param apv PartyVInfo, decoded
   * @param keyBits at most 256
   * @return the key, which the caller wipes
   */
  static byte[] derive(byte[] z, String algorithm, byte[] apu, byte[] apv, int keyBits) {
    byte[] hash = new byte[HASH_BYTES];
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(number(ROUND));
      digest.update(z);
      for (byte[] info : new byte[][] {algorithm.getBytes(StandardCharsets.US_ASCII), apu, apv}) {
        digest.update(number(info.length));
        digest.update(info);
      }
      digest.update(number(keyBits));
      digest.digest(hash, 0, hash.length);
    } catch (NoSuchAlgorithmException | DigestException e) {
      throw new ProviderException("No provider offers SHA-256", e);
    }
    if (keyBits == hash.length * Byte.SIZE) {
      return hash;
    }
    byte[] key = Arrays.copyOf(hash, keyBits / Byte.SIZE);
    Arrays.fill(hash, (byte) 0);
    return key;
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }
}
