package dev.kekkai.provider.spi.gcm;

import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.bulk.BulkKey;
import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.DekKey;
import dev.kekkai.provider.spi.support.JcaErrors;
import java.nio.ByteBuffer;
import javax.crypto.AEADBadTagException;
import javax.crypto.IllegalBlockSizeException;

/**
 * One message under a DEK that is lent for it, again where the token was lost meanwhile, and
 * failures as JCA has them. Encrypting again is the same once more: same key, IV, AAD and message.
 *
 * <p>What is to be run again becomes an object only after a failure, so that success costs none.
 */
final class GcmMessage {
  private GcmMessage() {}

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
      throws IllegalBlockSizeException, AEADBadTagException {
    try {
      if (dek.source().isDispatched()) {
        return GcmCopies.run(encrypting, dek, iv, aad, in, inOffset, inLength, out, outOffset);
      }
      try {
        return once(encrypting, dek, iv, aad, in, inOffset, inLength, out, outOffset);
      } catch (TokenException e) {
        return dek.source()
            .retryingAfter(
                e, () -> once(encrypting, dek, iv, aad, in, inOffset, inLength, out, outOffset));
      }
    } catch (TokenException e) {
      throw encrypting ? JcaErrors.encrypt(e) : JcaErrors.decrypt(e);
    }
  }

  static int once(
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
    DekHandle.Lease lease = lease(encrypting, dek);
    try {
      BulkKey key = lease.key();
      return encrypting
          ? key.encrypt(iv, aad, in, inOffset, inLength, out, outOffset)
          : key.decrypt(iv, aad, in, inOffset, inLength, out, outOffset);
    } catch (TokenException e) {
      lease.failed(e);
      throw e;
    } finally {
      lease.close();
    }
  }

  static int run(
      boolean encrypting, DekKey dek, byte[] iv, byte[] aad, ByteBuffer in, ByteBuffer out)
      throws IllegalBlockSizeException, AEADBadTagException {
    try {
      if (dek.source().isDispatched()) {
        return GcmCopies.run(encrypting, dek, iv, aad, in, out);
      }
      try {
        return once(encrypting, dek, iv, aad, in, out);
      } catch (TokenException e) {
        return dek.source().retryingAfter(e, () -> once(encrypting, dek, iv, aad, in, out));
      }
    } catch (TokenException e) {
      throw encrypting ? JcaErrors.encrypt(e) : JcaErrors.decrypt(e);
    }
  }

  private static int once(
      boolean encrypting, DekKey dek, byte[] iv, byte[] aad, ByteBuffer in, ByteBuffer out)
      throws TokenException, AEADBadTagException {
    DekHandle.Lease lease = lease(encrypting, dek);
    try {
      BulkKey key = lease.key();
      return encrypting ? key.encrypt(iv, aad, in, out) : key.decrypt(iv, aad, in, out);
    } catch (TokenException e) {
      lease.failed(e);
      throw encrypting && e instanceof CryptokiException c ? inPlace(c) : e;
    } finally {
      lease.close();
    }
  }

  private static DekHandle.Lease lease(boolean encrypting, DekKey dek) throws TokenException {
    DekHandle handle = dek.handle();
    return encrypting ? handle.forEncryption() : handle.forDecryption();
  }

  /**
   * Why an encryption from one direct buffer to another failed. They do not tell where they are, so
   * they may be the same memory, and a module that had begun may have written over the message:
   * then nothing is encrypted again, for it would be another message under the same IV.
   */
  private static TokenException inPlace(CryptokiException e) {
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
}
