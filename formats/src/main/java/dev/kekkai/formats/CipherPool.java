package dev.kekkai.formats;

import java.lang.ref.WeakReference;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.ProviderException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import javax.crypto.Cipher;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Ciphers of one suite. Looking one up in JCA costs as much as encrypting a short field, so those
 * that served an opaque key (one that shows no bytes) wait here for the next. A Cipher that had a
 * key with bytes holds a copy of them and is never kept.
 *
 * <p>They are held weakly: the next garbage collection takes what nobody is using, and with it the
 * key that such a Cipher may refer to. They belong to no thread, so nothing is left behind in one.
 * Thread-safe.
 */
final class CipherPool {
  /**
   * Many more than processors: of two threads at one place, one is often stopped while it has the
   * Cipher, and the other makes a new one.
   */
  private static final int PLACES = 64;

  /** References to a place, so that two places share no cache line. */
  private static final int SPACING = 32;

  private final FieldSuite suite;
  private final @Nullable Provider provider;
  private final AtomicReferenceArray<@Nullable WeakReference<Cipher>> idle =
      new AtomicReferenceArray<>((PLACES + 1) * SPACING);

  CipherPool(FieldSuite suite, @Nullable Provider provider) {
    this.suite = suite;
    this.provider = provider;
  }

  /** A Cipher for this key, which nobody else uses until it is given back. */
  Loan lend(SecretKey dek) {
    if (dek.getFormat() != null || dek.getEncoded() != null) {
      return new Loan(newCipher(), null, false);
    }
    WeakReference<Cipher> kept = idle.getAndSet(place(), null);
    Cipher cipher = kept == null ? null : kept.get();
    return cipher == null ? new Loan(newCipher(), null, true) : new Loan(cipher, kept, true);
  }

  /** Takes it back after success; one that failed may be in any state and is left to be dropped. */
  void giveBack(Loan loan) {
    if (loan.opaque) {
      WeakReference<Cipher> known = loan.reference;
      idle.setRelease(place(), known != null ? known : new WeakReference<>(loan.cipher));
    }
  }

  private static int place() {
    return (((int) Thread.currentThread().getId() & (PLACES - 1)) + 1) * SPACING;
  }

  private Cipher newCipher() {
    try {
      return provider == null
          ? Cipher.getInstance(suite.transformation())
          : Cipher.getInstance(suite.transformation(), provider);
    } catch (NoSuchAlgorithmException | NoSuchPaddingException e) {
      throw new ProviderException("No provider offers " + suite.transformation(), e);
    }
  }

  /** A Cipher for one operation, in the hands of one thread. */
  final class Loan {
    private Cipher cipher;
    private @Nullable WeakReference<Cipher> reference;
    private final boolean opaque;

    private Loan(Cipher cipher, @Nullable WeakReference<Cipher> reference, boolean opaque) {
      this.cipher = cipher;
      this.reference = reference;
      this.opaque = opaque;
    }

    Cipher cipher() {
      return cipher;
    }

    /** Whether it has had another key, and with it perhaps been bound to that one's provider. */
    boolean isUsed() {
      return reference != null;
    }

    /** A new one instead of the used one. */
    void renew() {
      cipher = newCipher();
      reference = null;
    }
  }
}
