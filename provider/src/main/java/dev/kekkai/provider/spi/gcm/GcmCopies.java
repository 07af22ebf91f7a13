package dev.kekkai.provider.spi.gcm;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.cryptoki.TokenTimeoutException;
import dev.kekkai.provider.bulk.BulkKey;
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
  private GcmCopies() {}

  static int run(
      boolean encrypting,
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
    byte[] result = new byte[room(encrypting, inLength)];
    boolean abandoned = false;
    try {
      int length =
          dek.source()
              .retrying(
                  () ->
                      GcmMessage.once(
                          encrypting, dek, nonce, header, own, 0, own.length, result, 0));
      Arrays.fill(own, (byte) 0); // not after a failure: a call may still be reading it
      System.arraycopy(result, 0, out, outOffset, length);
      System.arraycopy(nonce, 0, iv, 0, iv.length); // a key may have made it
      return length;
    } catch (TokenTimeoutException e) {
      abandoned = true; // a call may still write to it; it is no caller's array
      throw e;
    } finally {
      if (!abandoned) {
        Arrays.fill(result, (byte) 0);
      }
    }
  }

  static int run(
      boolean encrypting, DekKey dek, byte[] iv, byte[] aad, ByteBuffer in, ByteBuffer out)
      throws TokenException, AEADBadTagException {
    byte[] bytes = new byte[in.remaining()];
    byte[] result = new byte[room(encrypting, bytes.length)];
    try {
      in.get(in.position(), bytes);
      int length = run(encrypting, dek, iv, aad, bytes, 0, bytes.length, result, 0);
      out.put(out.position(), result, 0, length);
      return length;
    } finally {
      Arrays.fill(bytes, (byte) 0); // no call has seen these two
      Arrays.fill(result, (byte) 0);
    }
  }

  private static int room(boolean encrypting, int inLength) {
    return encrypting ? inLength + BulkKey.TAG_BYTES : inLength;
  }
}
