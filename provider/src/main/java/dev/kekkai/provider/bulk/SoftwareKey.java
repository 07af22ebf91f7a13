package dev.kekkai.provider.bulk;

import dev.kekkai.cryptoki.TokenException;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.Provider;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * A DEK in memory. Keyed Ciphers are kept for reuse here and nowhere else: {@link #wipe()} drops
 * them with the key, so that nothing reachable holds it. (Copies that the JDK made stay in the heap
 * until the collector overwrites them.)
 */
final class SoftwareKey implements BulkKey {
  private static final String TRANSFORMATION = "AES/GCM/NoPadding";

  private final Provider provider;

  /** SunJCE clears what it wrote when the tag is wrong; others were seen to leave it there. */
  private final boolean wipesAfterBadTag;

  private final ConcurrentLinkedDeque<Cipher> idle = new ConcurrentLinkedDeque<>();
  private volatile @Nullable SecretKey key;

  SoftwareKey(SecretKey key, Provider provider) {
    this.key = key;
    this.provider = provider;
    this.wipesAfterBadTag = provider.getName().equals("SunJCE");
  }

  @Override
  public int encrypt(
      byte[] iv, byte[] aad, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws TokenException {
    try {
      return run(Cipher.ENCRYPT_MODE, iv, aad, in, inOffset, inLength, out, outOffset);
    } catch (GeneralSecurityException e) {
      throw failed(e);
    }
  }

  @Override
  public int decrypt(
      byte[] iv, byte[] aad, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws TokenException, AEADBadTagException {
    if (inLength < TAG_BYTES) {
      throw new AEADBadTagException(BAD_CIPHERTEXT);
    }
    try {
      return wipesAfterBadTag
          ? run(Cipher.DECRYPT_MODE, iv, aad, in, inOffset, inLength, out, outOffset)
          : decryptAside(iv, aad, in, inOffset, inLength, out, outOffset);
    } catch (AEADBadTagException e) {
      throw new AEADBadTagException(BAD_CIPHERTEXT);
    } catch (GeneralSecurityException e) {
      throw failed(e);
    }
  }

  /** Into an array of our own, so that nothing unauthenticated reaches the caller's. */
  private int decryptAside(
      byte[] iv, byte[] aad, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws GeneralSecurityException, TokenException {
    byte[] plain = new byte[inLength];
    try {
      int written = run(Cipher.DECRYPT_MODE, iv, aad, in, inOffset, inLength, plain, 0);
      System.arraycopy(plain, 0, out, outOffset, written);
      return written;
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  private int run(
      int mode,
      byte[] iv,
      byte[] aad,
      byte[] in,
      int inOffset,
      int inLength,
      byte[] out,
      int outOffset)
      throws GeneralSecurityException, TokenException {
    SecretKey live = key;
    if (live == null) {
      throw new TokenException("This DEK has been wiped", false, null);
    }
    Cipher cipher = initialised(mode, live, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, iv));
    if (aad.length > 0) {
      cipher.updateAAD(aad);
    }
    int written = cipher.doFinal(in, inOffset, inLength, out, outOffset);
    idle.offerFirst(cipher);
    return written;
  }

  /** One kept for reuse where it agrees, else a new one. */
  private Cipher initialised(int mode, SecretKey live, GCMParameterSpec spec)
      throws GeneralSecurityException {
    Cipher kept = idle.pollFirst();
    if (kept != null) {
      try {
        kept.init(mode, live, spec);
        return kept;
      } catch (InvalidAlgorithmParameterException e) {
        // It remembers an IV that another Cipher of the application used; whether an IV may come
        // again is decided above, for each of those.
        idle.offerFirst(kept);
      }
    }
    Cipher cipher = Cipher.getInstance(TRANSFORMATION, provider);
    cipher.init(mode, live, spec);
    return cipher;
  }

  private TokenException failed(GeneralSecurityException e) {
    // The caller has looked at the room and the lengths, so this is the provider's own trouble.
    String what = e instanceof ShortBufferException ? "asked for more room" : "failed";
    return new TokenException(
        String.format(
            Locale.ROOT,
            "AES-GCM by %s %s: %s",
            provider.getName(),
            what,
            e.getClass().getSimpleName()),
        false,
        e);
  }

  @Override
  public void wipe() {
    key = null;
    idle.clear();
  }
}
