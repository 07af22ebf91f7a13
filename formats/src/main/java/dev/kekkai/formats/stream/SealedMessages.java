package dev.kekkai.formats.stream;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.ProviderException;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one stream under its DEK, each as nonce, ciphertext and tag. The provider makes
 * the nonce. Not thread-safe.
 */
final class SealedMessages implements AutoCloseable {
  private static final SecretKey BLANK = new SecretKeySpec(new byte[32], "AES");

  private final StreamSuite suite;
  private final SecretKey dek;
  private final Cipher cipher;

  SealedMessages(StreamSuite suite, SecretKey dek, @Nullable Provider provider) {
    this.suite = suite;
    this.dek = dek;
    this.cipher = cipher(suite, provider);
  }

  static Cipher cipher(StreamSuite suite, @Nullable Provider provider) {
    try {
      return provider == null
          ? Cipher.getInstance(suite.transformation())
          : Cipher.getInstance(suite.transformation(), provider);
    } catch (NoSuchAlgorithmException | NoSuchPaddingException e) {
      throw new ProviderException("No provider offers " + suite.transformation(), e);
    }
  }

  /** Seals to the beginning of {@code out}; how many bytes were written. */
  int seal(byte[] aad, byte[] plaintext, int length, byte[] out)
      throws InvalidKeyException, IllegalBlockSizeException {
    return seal(aad, plaintext, 0, length, out, 0);
  }

  /** Seals from and to somewhere in two arrays; how many bytes were written. */
  int seal(byte[] aad, byte[] plaintext, int offset, int length, byte[] out, int outOffset)
      throws InvalidKeyException, IllegalBlockSizeException {
    cipher.init(Cipher.ENCRYPT_MODE, dek);
    cipher.updateAAD(aad);
    int expected = length + suite.tagBytes();
    int written;
    try {
      written = cipher.doFinal(plaintext, offset, length, out, outOffset + suite.nonceBytes());
    } catch (ShortBufferException | BadPaddingException e) {
      throw new ProviderException("The provider does not encrypt as " + suite + " does", e);
    }
    if (written != expected) {
      throw new ProviderException(
          "The provider wrote "
              + written
              + " bytes; "
              + suite
              + " makes "
              + expected
              + " of this plaintext");
    }
    putNonce(out, outOffset);
    return suite.nonceBytes() + written;
  }

  /** Only after the message: a module that makes its own nonce has none to show before. */
  private void putNonce(byte[] out, int outOffset) {
    byte[] nonce = cipher.getIV();
    if (nonce == null || nonce.length != suite.nonceBytes()) {
      throw new ProviderException(
          "The provider made a nonce of "
              + (nonce == null ? "no" : nonce.length)
              + " bytes; "
              + suite
              + " in a stream has "
              + suite.nonceBytes()
              + ". Of an HSM that makes them, take firmware that makes 12 bytes (gcm.ivBits = 96)"
              + " or bulk = software");
    }
    System.arraycopy(nonce, 0, out, outOffset, nonce.length);
  }

  /**
   * Opens to the beginning of {@code out}; how many bytes were written. Nothing in {@code out} is
   * authenticated when this throws.
   */
  int open(byte[] aad, byte[] sealed, int length, byte[] out)
      throws StreamDecryptionException, InvalidKeyException {
    return open(aad, sealed, 0, length, out, 0);
  }

  /** As {@link #open(byte[], byte[], int, byte[])} from and to somewhere in two arrays. */
  int open(byte[] aad, byte[] sealed, int offset, int length, byte[] out, int outOffset)
      throws StreamDecryptionException, InvalidKeyException {
    if (length < suite.overheadBytes()) {
      throw new StreamDecryptionException();
    }
    int nonceBytes = suite.nonceBytes();
    try {
      cipher.init(
          Cipher.DECRYPT_MODE,
          dek,
          new GCMParameterSpec(suite.tagBytes() * Byte.SIZE, sealed, offset, nonceBytes));
      cipher.updateAAD(aad);
      return cipher.doFinal(sealed, offset + nonceBytes, length - nonceBytes, out, outOffset);
    } catch (BadPaddingException | IllegalBlockSizeException e) {
      throw new StreamDecryptionException();
    } catch (InvalidAlgorithmParameterException | ShortBufferException e) {
      // The lengths are the suite's, whatever the stream holds: it is the provider that can't.
      throw new ProviderException("The provider does not decrypt as " + suite + " does", e);
    }
  }

  /**
   * Takes the DEK out of the Cipher. The JDK's keep a copy of a key in memory and wipe it only when
   * the next one comes.
   */
  @Override
  public void close() {
    if (dek.getFormat() == null) {
      return;
    }
    try {
      cipher.init(
          Cipher.DECRYPT_MODE,
          BLANK,
          new GCMParameterSpec(suite.tagBytes() * Byte.SIZE, new byte[suite.nonceBytes()]));
    } catch (GeneralSecurityException e) {
      // A provider that is not the JDK's, and what it keeps is not known: there is nothing to do.
    }
  }
}
