package dev.kekkai.provider.spi.gcm;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.DekKey;
import dev.kekkai.provider.spi.support.JcaErrors;
import java.nio.ByteBuffer;
import javax.crypto.AEADBadTagException;
import javax.crypto.IllegalBlockSizeException;

/** One message under a DEK that is lent for it, and failures as JCA has them. */
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
    try (DekHandle.Lease lease = dek.handle().forEncryption()) {
      return lease.key().encrypt(iv, aad, in, inOffset, inLength, out, outOffset);
    } catch (TokenException e) {
      throw JcaErrors.encrypt(e);
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
    try (DekHandle.Lease lease = dek.handle().forDecryption()) {
      return lease.key().decrypt(iv, aad, in, inOffset, inLength, out, outOffset);
    } catch (TokenException e) {
      throw JcaErrors.decrypt(e);
    }
  }

  static int encrypt(DekKey dek, byte[] iv, byte[] aad, ByteBuffer in, ByteBuffer out)
      throws IllegalBlockSizeException {
    try (DekHandle.Lease lease = dek.handle().forEncryption()) {
      return lease.key().encrypt(iv, aad, in, out);
    } catch (TokenException e) {
      throw JcaErrors.encrypt(e);
    }
  }

  static int decrypt(DekKey dek, byte[] iv, byte[] aad, ByteBuffer in, ByteBuffer out)
      throws IllegalBlockSizeException, AEADBadTagException {
    try (DekHandle.Lease lease = dek.handle().forDecryption()) {
      return lease.key().decrypt(iv, aad, in, out);
    } catch (TokenException e) {
      throw JcaErrors.decrypt(e);
    }
  }
}
