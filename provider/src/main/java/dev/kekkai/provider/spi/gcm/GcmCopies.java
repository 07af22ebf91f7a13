package dev.kekkai.provider.spi.gcm;

import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.cryptoki.TokenTimeoutException;
import dev.kekkai.provider.keys.DekKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;

/**
 * Messages for calls that may outlive their callers ({@code calls = dispatched}): they work on
 * copies, so that a call that comes back late neither reads what the caller has there by then nor
 * writes over it.
 */
final class GcmCopies {
  private static final int TAG_BYTES = 16;

  private GcmCopies() {}

  static int encrypt(
      DekKey dek,
      byte[] iv,
      byte[] aad,
      byte[] in,
      int inOffset,
      int inLength,
      byte[] out,
      int outOffset)
      throws TokenException {
    byte[] own = Arrays.copyOfRange(in, inOffset, inOffset + inLength);
    byte[] nonce = iv.clone();
    byte[] header = aad.clone();
    byte[] sealed = new byte[inLength + TAG_BYTES];
    int length =
        dek.source()
            .retrying(
                () -> GcmMessage.encryptOnce(dek, nonce, header, own, 0, own.length, sealed, 0));
    Arrays.fill(own, (byte) 0); // not after a failure: a call may still be reading it
    System.arraycopy(sealed, 0, out, outOffset, length);
    return length;
  }

  static int decrypt(
      DekKey dek,
      byte[] iv,
      byte[] aad,
      byte[] in,
      int inOffset,
      int inLength,
      byte[] out,
      int outOffset)
      throws TokenException, AEADBadTagException {
    byte[] own = Arrays.copyOfRange(in, inOffset, inOffset + inLength);
    byte[] nonce = iv.clone();
    byte[] header = aad.clone();
    byte[] plain = new byte[inLength];
    boolean abandoned = false;
    try {
      int length =
          dek.source()
              .retrying(
                  () -> GcmMessage.decryptOnce(dek, nonce, header, own, 0, own.length, plain, 0));
      System.arraycopy(plain, 0, out, outOffset, length);
      return length;
    } catch (TokenTimeoutException e) {
      abandoned = true; // a call may still write to it; it is no caller's array
      throw e;
    } finally {
      if (!abandoned) {
        Arrays.fill(plain, (byte) 0);
      }
    }
  }

  static int encrypt(DekKey dek, byte[] iv, byte[] aad, ByteBuffer in, ByteBuffer out)
      throws TokenException {
    byte[] plain = bytes(in);
    byte[] sealed = new byte[plain.length + TAG_BYTES];
    int length = encrypt(dek, iv, aad, plain, 0, plain.length, sealed, 0);
    Arrays.fill(plain, (byte) 0);
    out.put(out.position(), sealed, 0, length);
    return length;
  }

  static int decrypt(DekKey dek, byte[] iv, byte[] aad, ByteBuffer in, ByteBuffer out)
      throws TokenException, AEADBadTagException {
    byte[] sealed = bytes(in);
    byte[] plain = new byte[sealed.length];
    int length = decrypt(dek, iv, aad, sealed, 0, sealed.length, plain, 0);
    out.put(out.position(), plain, 0, length);
    Arrays.fill(plain, (byte) 0);
    return length;
  }

  /**
   * Why an encryption from one direct buffer to another failed. They do not tell where they are, so
   * they may be the same memory, and a module that had begun may have written over the message:
   * then nothing is encrypted again, for it would be another message under the same IV.
   */
  static TokenException inPlace(CryptokiException e) {
    return e.function().equals("C_Encrypt")
        ? new TokenException(
            e.getMessage()
                + ". It is not tried again, because the output buffer may be the input's memory and"
                + " the message gone; with a message that is still whole, and a new IV, a retry "
                + (e.retryable() ? "can help" : "can't help"),
            e.retryable(),
            e)
        : e;
  }

  private static byte[] bytes(ByteBuffer in) {
    byte[] bytes = new byte[in.remaining()];
    in.get(in.position(), bytes);
    return bytes;
  }
}
