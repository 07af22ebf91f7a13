package dev.kekkai.provider.keys;

import dev.kekkai.cryptoki.Attributes;
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
import org.jspecify.annotations.Nullable;

/**
 * Makes sure that a blob holds an AES-256 key, without a byte of it leaving the token. An AES blob
 * shows it by its length; behind RSA-OAEP any key may be, and SoftHSM2 tells no CKA_VALUE_LEN of a
 * key that was unwrapped.
 */
final class DekLength {
  private static final int RFC3394_OVERHEAD = 8;

  private static final Template SCALE = scale();

  private final KekOperations operations;

  /** False once a key was made that the module told no length of; it tells none of others. */
  private volatile boolean told = true;

  DekLength(KekOperations operations) {
    this.operations = operations;
  }

  /** Whether CKA_VALUE_LEN is to be read: when the blob hides it and the module may tell it. */
  boolean isToBeAsked(WrappedDek wrapped, TokenKey kek) {
    return isHidden(wrapped) && (told || kek.hsmOnly());
  }

  /**
   * Throws {@link BadBlobException} when the key just unwrapped from the blob is of another length.
   *
   * @param is what the token says of it, with CKA_VALUE_LEN where {@link #isToBeAsked}
   */
  void check(Session session, Attributes is, WrappedDek wrapped, TokenKey kek)
      throws TokenException {
    boolean right =
        isHidden(wrapped)
            ? isRight(session, is.ulong(Cka.VALUE_LEN), wrapped, kek)
            : wrapped.bytes().length == Deks.DEK_BYTES + RFC3394_OVERHEAD;
    if (!right) {
      throw new BadBlobException();
    }
  }

  private boolean isRight(Session session, @Nullable Long length, WrappedDek wrapped, TokenKey kek)
      throws TokenException {
    if (length != null && length != 0) {
      return length == Deks.DEK_BYTES;
    }
    told = false;
    return isProven(session, wrapped, kek);
  }

  private static boolean isHidden(WrappedDek wrapped) {
    return wrapped.method() != WrapMethod.RFC3394;
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
    ObjectHandle copy =
        operations.unwrap(session, kek, wrapped, operations.templates().transitDek());
    try {
      ObjectHandle scale = session.generateKey(new Mechanism.Plain(Ckm.AES_KEY_GEN), SCALE);
      try {
        byte[] out = new byte[WrappedDek.MAX_BLOB];
        Mechanism keyWrap = operations.mechanisms().of(WrapMethod.RFC3394);
        int length = session.wrapKey(keyWrap, scale, copy, out);
        return length == Deks.DEK_BYTES + RFC3394_OVERHEAD;
      } catch (CryptokiException e) {
        if (e.retryable()) {
          throw e;
        }
        return false; // no multiple of 8 bytes
      } finally {
        session.discard(scale);
      }
    } finally {
      session.discard(copy);
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
