package dev.kekkai.provider.keys;

import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.TokenException;
import java.util.Arrays;

/**
 * ECDH in the token with CKD_NULL (PKCS #11 v3.1, section 6.3.18), the shared secret read out.
 * Thread-safe.
 */
public final class SharedSecrets {
  private final TokenSource source;

  /**
   * Over one token.
   *
   * @param source where the token comes from
   */
  public SharedSecrets(TokenSource source) {
    this.source = source;
  }

  /**
   * Derives and reads the shared secret Z; the derived object is destroyed.
   *
   * @param kek an EC KEK
   * @param point the other side's point, checked by the caller, in the encoding the module takes
   * @return Z, as long as the curve's field; the caller wipes it
   * @throws TokenException when the token refuses, or does not let the secret be read
   */
  public byte[] derive(TokenKey kek, byte[] point) throws TokenException {
    KeyTemplates templates = source.operations().templates();
    return source
        .get()
        .with(session -> derive(session, templates, kek.object(), kek.bits(), point));
  }

  /** As {@link #derive(TokenKey, byte[])}, for a private key that is not yet known to be fit. */
  static byte[] derive(
      Session session, KeyTemplates templates, ObjectHandle priv, int bits, byte[] point)
      throws TokenException {
    int length = (bits + 7) / Byte.SIZE;
    Mechanism ecdh = new Mechanism.Ecdh1(Ckm.ECDH1_DERIVE, point);
    ObjectHandle secret = session.deriveKey(ecdh, priv, templates.sharedSecret(length));
    try {
      return read(session, secret, length);
    } finally {
      session.discard(secret);
    }
  }

  private static byte[] read(Session session, ObjectHandle secret, int length)
      throws TokenException {
    byte[] value = session.attributes(secret, Cka.VALUE).bytes(Cka.VALUE);
    if (value == null || value.length > length) {
      throw new TokenException("The token does not let a derived secret be read", false, null);
    }
    if (value.length == length) {
      return value;
    }
    // A module may drop leading zeros; Z always has the field's full length.
    byte[] z = new byte[length];
    System.arraycopy(value, 0, z, length - value.length, value.length);
    Arrays.fill(value, (byte) 0);
    return z;
  }
}
