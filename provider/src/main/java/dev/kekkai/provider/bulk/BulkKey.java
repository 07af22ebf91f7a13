package dev.kekkai.provider.bulk;

import dev.kekkai.cryptoki.TokenException;
import java.nio.ByteBuffer;
import java.security.Provider;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * A materialised DEK: AES-256-GCM (SP 800-38D) with a 12-byte IV, where the token does not make
 * longer ones, and a 16-byte tag appended to the ciphertext. Thread-safe, except for what {@link
 * #lane()} returns, until {@link #wipe()}, which the holder calls when nobody uses it any more.
 */
public interface BulkKey {
  /** Length of the tag in bytes. */
  int TAG_BYTES = 16;

  /** Length of the IV in bytes. */
  int IV_BYTES = 12;

  /** The one text of a failed decryption. */
  String BAD_CIPHERTEXT = "Decryption failed: ciphertext, tag, IV, AAD or key do not fit";

  /**
   * Encrypts in one go. {@code in} and {@code out} may overlap.
   *
   * @param iv 12 bytes that this key has never seen; where the key makes its own ({@link IvRule}),
   *     room for one, which is written here
   * @param aad additional authenticated data, may be empty
   * @param in plaintext
   * @param inOffset where it starts
   * @param inLength its bytes
   * @param out room for {@code inLength + 16} bytes at {@code outOffset}, which the caller has
   *     checked
   * @param outOffset where to write
   * @return bytes written
   * @throws MessageTooLongException when the engine can't take so much at once
   * @throws TokenException for other trouble
   */
  int encrypt(
      byte[] iv, byte[] aad, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws TokenException;

  /**
   * Decrypts in one go; nothing of the plaintext is in {@code out} unless the tag is right. {@code
   * in} and {@code out} may overlap.
   *
   * @param iv the IV
   * @param aad additional authenticated data, may be empty
   * @param in ciphertext and tag
   * @param inOffset where it starts
   * @param inLength its bytes
   * @param out room for {@code inLength - 16} bytes at {@code outOffset}, which the caller has
   *     checked
   * @param outOffset where to write
   * @return bytes written
   * @throws AEADBadTagException with {@link #BAD_CIPHERTEXT} and no cause, whatever is wrong with
   *     the ciphertext
   * @throws MessageTooLongException when the engine can't take so much at once
   * @throws TokenException for other trouble
   */
  int decrypt(
      byte[] iv, byte[] aad, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws TokenException, AEADBadTagException;

  /**
   * As {@link #encrypt(byte[], byte[], byte[], int, int, byte[], int)} from and to memory outside
   * the Java heap.
   *
   * @param iv 12 bytes that this key has never seen, or room for the key's own
   * @param aad additional authenticated data, may be empty
   * @param in direct; what remains is the plaintext, and its position stays
   * @param out direct, with room that the caller has checked; its position stays; may overlap
   *     {@code in}
   * @return bytes written
   * @throws MessageTooLongException when the engine can't take so much at once
   * @throws TokenException for other trouble
   */
  default int encrypt(byte[] iv, byte[] aad, ByteBuffer in, ByteBuffer out) throws TokenException {
    byte[] plain = new byte[in.remaining()];
    in.get(in.position(), plain);
    try {
      byte[] sealed = new byte[plain.length + TAG_BYTES];
      int written = encrypt(iv, aad, plain, 0, plain.length, sealed, 0);
      out.put(out.position(), sealed, 0, written);
      return written;
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /**
   * As {@link #decrypt(byte[], byte[], byte[], int, int, byte[], int)} from and to memory outside
   * the Java heap.
   *
   * @param iv the IV
   * @param aad additional authenticated data, may be empty
   * @param in direct; what remains is ciphertext and tag, and its position stays
   * @param out direct, with room that the caller has checked; its position stays; may overlap
   *     {@code in}; holds nothing of the plaintext after a failure
   * @return bytes written
   * @throws AEADBadTagException with {@link #BAD_CIPHERTEXT} and no cause, whatever is wrong with
   *     the ciphertext
   * @throws MessageTooLongException when the engine can't take so much at once
   * @throws TokenException for other trouble
   */
  default int decrypt(byte[] iv, byte[] aad, ByteBuffer in, ByteBuffer out)
      throws TokenException, AEADBadTagException {
    byte[] sealed = new byte[in.remaining()];
    in.get(in.position(), sealed);
    byte[] plain = new byte[sealed.length];
    try {
      int written = decrypt(iv, aad, sealed, 0, sealed.length, plain, 0);
      out.put(out.position(), plain, 0, written);
      return written;
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /**
   * A Cipher of another provider for one message that need not fit into memory. It may give out
   * plaintext before it has seen the tag: whoever uses it keeps that apart until {@code doFinal}
   * has returned, and throws it away when that throws.
   *
   * @param by a provider with {@code AES/GCM/NoPadding}; what it keeps of the key is its own affair
   * @param parameters IV and tag length of the message
   * @return ready to decrypt; for the holder of this key, while it is lent
   * @throws TokenException when the key is in the token, which takes only whole messages, or the
   *     provider refuses
   */
  default Cipher decryption(Provider by, GCMParameterSpec parameters) throws TokenException {
    throw new TokenException(
        "A message that is read bit by bit needs its key in memory: bulk = software", false, null);
  }

  /**
   * The same key for one user at a time, who may so keep things for reuse that can't be shared.
   *
   * @return for {@link #encrypt} and {@link #decrypt} by one thread at a time; wiped by the holder
   *     together with this key
   */
  default BulkKey lane() {
    return this;
  }

  /**
   * Whether a failure says that the key is gone, so that another one has to be made.
   *
   * @param failure what {@link #encrypt} or {@link #decrypt} threw
   * @return never true of a key in memory
   */
  default boolean isGoneBy(TokenException failure) {
    return false;
  }

  /**
   * Derives a key for HMAC from a key in memory: HMAC-SHA-256 of a label under its bytes, which go
   * nowhere. Whoever has the derived key learns nothing of this one.
   *
   * @param label what the derived key is for
   * @return 32 bytes in memory; {@code destroy()} wipes them
   * @throws TokenException when this key is not in memory
   */
  default SecretKey deriveHmacKey(byte[] label) throws TokenException {
    throw new TokenException("A key in the token derives none for use in memory", false, null);
  }

  /**
   * Destroys the key: the object in the token, or the bytes in memory. A second call does nothing.
   */
  void wipe();
}
