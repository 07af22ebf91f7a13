package dev.kekkai.provider.bulk;

import dev.kekkai.cryptoki.TokenException;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.Provider;
import java.util.Arrays;
import java.util.Locale;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A DEK in memory with a Cipher that stays keyed with it. For one user at a time. */
final class SoftwareLane implements BulkKey {
  private static final SecretKey BLANK = new SecretKeySpec(new byte[32], "AES");

  private final SoftwareKey key;
  private final IvSpec sealing = new IvSpec();

  /** Apart, since a Cipher remembers the array of its last encryption while it decrypts. */
  private final IvSpec opening = new IvSpec();

  /** Null at first, after a failure, and for good once wiped. */
  private @Nullable Cipher kept;

  SoftwareLane(SoftwareKey key) {
    this.key = key;
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
      return key.wipesAfterBadTag()
          ? run(Cipher.DECRYPT_MODE, iv, aad, in, inOffset, inLength, out, outOffset)
          : decryptAside(iv, aad, in, inOffset, inLength, out, outOffset);
    } catch (AEADBadTagException e) {
      throw new AEADBadTagException(BAD_CIPHERTEXT);
    } catch (GeneralSecurityException e) {
      throw failed(e);
    }
  }

  @Override
  public Cipher decryption(Provider by, GCMParameterSpec parameters) throws TokenException {
    return key.decryption(by, parameters);
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

  @Override
  public SecretKey deriveHmacKey(byte[] label) throws TokenException {
    return key.deriveHmacKey(label);
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
    boolean done = false;
    try {
      Cipher cipher = initialised(mode, key.live(), iv);
      if (aad.length > 0) {
        cipher.updateAAD(aad);
      }
      int written = cipher.doFinal(in, inOffset, inLength, out, outOffset);
      done = true;
      return written;
    } finally {
      if (!done) {
        wipe();
      }
    }
  }

  /** The one kept for reuse where it agrees, else a new one. */
  private Cipher initialised(int mode, SecretKey live, byte[] iv) throws GeneralSecurityException {
    Cipher cipher = kept;
    if (cipher != null) {
      try {
        init(cipher, mode, live, iv);
        return cipher;
      } catch (InvalidAlgorithmParameterException e) {
        // It remembers an IV that another Cipher of the application used; whether an IV may come
        // again is decided above, for each of those.
        wipe();
      }
    }
    Cipher fresh = key.newCipher();
    init(fresh, mode, live, iv);
    kept = fresh;
    return fresh;
  }

  private void init(Cipher cipher, int mode, SecretKey live, byte[] iv)
      throws GeneralSecurityException {
    IvSpec own = mode == Cipher.ENCRYPT_MODE ? sealing : opening;
    boolean fits = key.readsIvOnly() && iv.length == IV_BYTES;
    cipher.init(mode, live, fits ? own.next(iv) : IvSpec.copyOf(iv));
  }

  private TokenException failed(GeneralSecurityException e) {
    // The caller has looked at the room and the lengths, so this is the provider's own trouble.
    String what = e instanceof ShortBufferException ? "asked for more room" : "failed";
    return new TokenException(
        String.format(
            Locale.ROOT,
            "AES-GCM by %s %s: %s",
            key.providerName(),
            what,
            e.getClass().getSimpleName()),
        false,
        e);
  }

  /**
   * A Cipher of SunJCE keeps a copy of its key, and wipes it only when the next one comes; dropped
   * as it is, the copy would lie in the heap until that is overwritten.
   */
  @Override
  public void wipe() {
    Cipher cipher = kept;
    kept = null;
    if (cipher != null) {
      try {
        cipher.init(Cipher.ENCRYPT_MODE, BLANK, IvSpec.copyOf(new byte[IV_BYTES]));
      } catch (GeneralSecurityException e) {
        // Another provider's, and what it keeps is not known: there is nothing more to do.
      }
    }
  }
}
