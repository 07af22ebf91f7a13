package dev.kekkai.provider.random;

import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.ProviderException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * CTR_DRBG with AES-256 and without derivation function (NIST SP 800-90A rev. 1, section 10.2.1),
 * over the JDK's AES-CTR. After each request key and counter are replaced and the old ones erased,
 * so that what was put out can't be computed again. Not thread-safe.
 *
 * <p>Its limits, 2<sup>16</sup> bytes for a request and 2<sup>48</sup> requests for a seed, are the
 * caller's to keep.
 */
final class CtrDrbg {
  /** Length of a seed in bytes: a key and a counter (table 3). */
  static final int SEED_BYTES = 48;

  private static final int KEY_BYTES = 32;
  private static final int BLOCK_BYTES = 16;
  private static final byte[] ZEROS = new byte[1 << 13];

  /** Keyed with the key in force, at the counter after the one in force. */
  private final Cipher ctr = newCipher();

  private final byte[] state = new byte[SEED_BYTES];

  /**
   * Instantiates (section 10.2.1.3.1).
   *
   * @param seed 48 bytes of full entropy; left as they are
   */
  CtrDrbg(byte[] seed) {
    restart(); // key and counter are zero
    reseed(seed);
  }

  /**
   * Mixes a seed in (section 10.2.1.4.1).
   *
   * @param seed 48 bytes of full entropy; left as they are
   */
  void reseed(byte[] seed) {
    if (seed.length != SEED_BYTES) {
      throw new IllegalArgumentException("A seed has 48 bytes, not " + seed.length);
    }
    keystream(state, 0, SEED_BYTES);
    for (int i = 0; i < SEED_BYTES; i++) {
      state[i] ^= seed[i];
    }
    restart();
  }

  /**
   * Generates (section 10.2.1.5.1) without additional input.
   *
   * @param block filled with output but for its last 48 bytes, which are zero afterwards; a
   *     multiple of 16 bytes
   */
  void generate(byte[] block) {
    int length = block.length - SEED_BYTES;
    keystream(block, 0, block.length);
    System.arraycopy(block, length, state, 0, SEED_BYTES);
    Arrays.fill(block, length, block.length, (byte) 0);
    restart();
  }

  private void keystream(byte[] out, int offset, int length) {
    try {
      ctr.doFinal(ZEROS, 0, length, out, offset);
    } catch (GeneralSecurityException e) {
      throw new ProviderException("AES-CTR failed", e);
    }
  }

  /** Takes the state as key and counter and erases it; the Cipher forgets the key it had. */
  private void restart() {
    increment(state);
    try {
      ctr.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(state, 0, KEY_BYTES, "AES"),
          new IvParameterSpec(state, KEY_BYTES, BLOCK_BYTES));
    } catch (GeneralSecurityException e) {
      throw new ProviderException("AES-CTR can't be initialised", e);
    } finally {
      Arrays.fill(state, (byte) 0);
    }
  }

  private static void increment(byte[] state) {
    boolean carry = true;
    for (int i = SEED_BYTES - 1; carry && i >= KEY_BYTES; i--) {
      state[i]++;
      carry = state[i] == 0;
    }
  }

  private static Cipher newCipher() {
    try {
      return Cipher.getInstance("AES/CTR/NoPadding", "SunJCE");
    } catch (NoSuchProviderException | NoSuchAlgorithmException | NoSuchPaddingException e) {
      return anyCipher();
    }
  }

  /** For JVMs that are configured to have other providers only. */
  private static Cipher anyCipher() {
    try {
      return Cipher.getInstance("AES/CTR/NoPadding");
    } catch (NoSuchAlgorithmException | NoSuchPaddingException e) {
      throw new ProviderException("No JCA provider has AES/CTR/NoPadding, which nonces need", e);
    }
  }
}
