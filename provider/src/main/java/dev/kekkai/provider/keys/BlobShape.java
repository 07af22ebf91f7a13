package dev.kekkai.provider.keys;

import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;

/**
 * What can be said of a blob before the token sees it. Modules answer an impossible length or
 * number with codes of their own for each (NSS with CKR_HOST_MEMORY or CKR_ARGUMENTS_BAD), so it
 * never gets that far.
 */
final class BlobShape {
  /** Both key wraps make 40 bytes of an AES-256 key. */
  private static final int WRAPPED_BYTES = Deks.DEK_BYTES + 8;

  private BlobShape() {}

  /** Throws the one error of bad blobs when this can't be an AES-256 key under the KEK. */
  static void check(WrappedDek wrapped, TokenKey kek) throws BadBlobException {
    byte[] blob = wrapped.bytes();
    boolean possible =
        kek.publicKey() instanceof RSAPublicKey rsa
            ? isBelowModulus(blob, rsa)
            : blob.length == WRAPPED_BYTES;
    if (!possible) {
      throw new BadBlobException();
    }
  }

  private static boolean isBelowModulus(byte[] blob, RSAPublicKey rsa) {
    return blob.length == (rsa.getModulus().bitLength() + Byte.SIZE - 1) / Byte.SIZE
        && new BigInteger(1, blob).compareTo(rsa.getModulus()) < 0;
  }
}
