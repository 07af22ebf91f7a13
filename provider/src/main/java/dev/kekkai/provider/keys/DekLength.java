package dev.kekkai.provider.keys;

import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckk;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Cko;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.TokenException;

/**
 * Makes sure that a blob holds an AES-256 key, without a byte of it leaving the token. An AES blob
 * shows it by its length; behind RSA-OAEP any key may be, and SoftHSM2 tells no CKA_VALUE_LEN of a
 * key that was unwrapped.
 */
final class DekLength {
  private static final int RFC3394_OVERHEAD = 8;

  private final HsmProfile profile;

  DekLength(HsmProfile profile) {
    this.profile = profile;
  }

  /**
   * Throws {@link BadBlobException} when the key just unwrapped from the blob is of another length.
   */
  void check(Session session, ObjectHandle dek, WrappedDek wrapped, TokenKey kek)
      throws TokenException {
    Long told = session.attributes(dek, Cka.VALUE_LEN).ulong(Cka.VALUE_LEN);
    boolean right;
    if (told != null && told != 0) {
      right = told == Deks.DEK_BYTES;
    } else {
      right = isShownByBlob(wrapped) || isProven(session, wrapped, kek);
    }
    if (!right) {
      throw new BadBlobException();
    }
  }

  private static boolean isShownByBlob(WrappedDek wrapped) {
    return wrapped.method() == WrapMethod.RFC3394;
  }

  /**
   * Wraps it again, by a key made for this one call, whose blob does show the length. Under an
   * hsm-only KEK no second copy can be had that could be wrapped; there the blob is believed.
   */
  private boolean isProven(Session session, WrappedDek wrapped, TokenKey kek)
      throws TokenException {
    if (kek.hsmOnly()) {
      return true;
    }
    KekOperations operations = new KekOperations(profile);
    WrapMechanisms mechanisms = new WrapMechanisms(profile);
    ObjectHandle copy =
        operations.unwrap(
            session,
            kek,
            mechanisms.of(wrapped.method()),
            wrapped.blob(),
            new KeyTemplates(profile).transitDek());
    try {
      ObjectHandle scale = session.generateKey(new Mechanism.Plain(Ckm.AES_KEY_GEN), scale());
      try {
        byte[] out = new byte[WrappedDek.MAX_BLOB];
        int length = session.wrapKey(mechanisms.of(WrapMethod.RFC3394), scale, copy, out);
        return length == Deks.DEK_BYTES + RFC3394_OVERHEAD;
      } catch (CryptokiException e) {
        if (e.retryable()) {
          throw e;
        }
        return false; // no multiple of 8 bytes
      } finally {
        session.destroyObject(scale);
      }
    } finally {
      session.destroyObject(copy);
    }
  }

  private static Template scale() {
    return Template.builder()
        .with(Cka.CLASS, Cko.SECRET_KEY)
        .with(Cka.KEY_TYPE, Ckk.AES)
        .with(Cka.TOKEN, false)
        .with(Cka.SENSITIVE, true)
        .with(Cka.EXTRACTABLE, false)
        .with(Cka.WRAP, true)
        .with(Cka.UNWRAP, false)
        .with(Cka.ENCRYPT, false)
        .with(Cka.DECRYPT, false)
        .with(Cka.VALUE_LEN, (long) Deks.DEK_BYTES)
        .build();
  }
}
