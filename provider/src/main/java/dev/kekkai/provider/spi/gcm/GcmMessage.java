package dev.kekkai.provider.spi.gcm;

import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.DekKey;
import dev.kekkai.provider.spi.support.JcaErrors;
import java.nio.ByteBuffer;
import javax.crypto.AEADBadTagException;
import javax.crypto.IllegalBlockSizeException;

/**
 * One message under a DEK that is lent for it, again where the token was lost meanwhile, and
 * failures as JCA has them. Encrypting again is the same once more: same key, IV, AAD and message.
 */
final class GcmMessage {
  private GcmMessage() {}

  static int encrypt(
      DekKey dek,
      byte[] iv,
      byte[] aad,
      byte[] in,
      int inOffset,
      int inLength,
      byte[] out,
      int outOffset)
      throws IllegalBlockSizeException {
    try {
      if (dek.source().isDispatched()) {
        return GcmCopies.encrypt(dek, iv, aad, in, inOffset, inLength, out, outOffset);
      }
      try {
        return encryptOnce(dek, iv, aad, in, inOffset, inLength, out, outOffset);
      } catch (TokenException e) {
        return dek.source()
            .retryingAfter(
                e, () -> encryptOnce(dek, iv, aad, in, inOffset, inLength, out, outOffset));
      }
    } catch (TokenException e) {
      throw JcaErrors.encrypt(e);
    }
  }

  static int encryptOnce(
      DekKey dek,
      byte[] iv,
      byte[] aad,
      byte[] in,
      int inOffset,
      int inLength,
      byte[] out,
      int outOffset)
      throws TokenException {
    DekHandle.Lease lease = dek.handle().forEncryption();
    try {
      return lease.key().encrypt(iv, aad, in, inOffset, inLength, out, outOffset);
    } catch (TokenException e) {
      lease.failed(e);
      throw e;
    } finally {
      lease.close();
    }
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
      throws IllegalBlockSizeException, AEADBadTagException {
    try {
      if (dek.source().isDispatched()) {
        return GcmCopies.decrypt(dek, iv, aad, in, inOffset, inLength, out, outOffset);
      }
      try {
        return decryptOnce(dek, iv, aad, in, inOffset, inLength, out, outOffset);
      } catch (TokenException e) {
        return dek.source()
            .retryingAfter(
                e, () -> decryptOnce(dek, iv, aad, in, inOffset, inLength, out, outOffset));
      }
    } catch (TokenException e) {
      throw JcaErrors.decrypt(e);
    }
  }

  static int decryptOnce(
      DekKey dek,
      byte[] iv,
      byte[] aad,
      byte[] in,
      int inOffset,
      int inLength,
      byte[] out,
      int outOffset)
      throws TokenException, AEADBadTagException {
    DekHandle.Lease lease = dek.handle().forDecryption();
    try {
      return lease.key().decrypt(iv, aad, in, inOffset, inLength, out, outOffset);
    } catch (TokenException e) {
      lease.failed(e);
      throw e;
    } finally {
      lease.close();
    }
  }

  static int encrypt(DekKey dek, byte[] iv, byte[] aad, ByteBuffer in, ByteBuffer out)
      throws IllegalBlockSizeException {
    try {
      if (dek.source().isDispatched()) {
        return GcmCopies.encrypt(dek, iv, aad, in, out);
      }
      try {
        return encryptOnce(dek, iv, aad, in, out);
      } catch (TokenException e) {
        return dek.source().retryingAfter(e, () -> encryptOnce(dek, iv, aad, in, out));
      }
    } catch (TokenException e) {
      throw JcaErrors.encrypt(e);
    }
  }

  private static int encryptOnce(DekKey dek, byte[] iv, byte[] aad, ByteBuffer in, ByteBuffer out)
      throws TokenException {
    DekHandle.Lease lease = dek.handle().forEncryption();
    try {
      return lease.key().encrypt(iv, aad, in, out);
    } catch (TokenException e) {
      lease.failed(e);
      throw e instanceof CryptokiException c ? GcmCopies.inPlace(c) : e;
    } finally {
      lease.close();
    }
  }

  static int decrypt(DekKey dek, byte[] iv, byte[] aad, ByteBuffer in, ByteBuffer out)
      throws IllegalBlockSizeException, AEADBadTagException {
    try {
      if (dek.source().isDispatched()) {
        return GcmCopies.decrypt(dek, iv, aad, in, out);
      }
      try {
        return decryptOnce(dek, iv, aad, in, out);
      } catch (TokenException e) {
        return dek.source().retryingAfter(e, () -> decryptOnce(dek, iv, aad, in, out));
      }
    } catch (TokenException e) {
      throw JcaErrors.decrypt(e);
    }
  }

  private static int decryptOnce(DekKey dek, byte[] iv, byte[] aad, ByteBuffer in, ByteBuffer out)
      throws TokenException, AEADBadTagException {
    DekHandle.Lease lease = dek.handle().forDecryption();
    try {
      return lease.key().decrypt(iv, aad, in, out);
    } catch (TokenException e) {
      lease.failed(e);
      throw e;
    } finally {
      lease.close();
    }
  }
}
