package dev.kekkai.cryptoki.iaik;

import dev.kekkai.cryptoki.Mechanism;
import iaik.pkcs.pkcs11.wrapper.CK_GCM_MESSAGE_PARAMS;
import iaik.pkcs.pkcs11.wrapper.CK_MECHANISM;
import iaik.pkcs.pkcs11.wrapper.PKCS11;
import iaik.pkcs.pkcs11.wrapper.PKCS11Exception;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * C_EncryptInit and C_Encrypt, with two things that IAIK's natives get wrong made right: an empty
 * input goes down as a null pointer, which SoftHSM2 refuses; and the output is allocated by what the
 * module answers to a size query, which for GCM is too little on NSS softokn.
 */
abstract sealed class GcmEncryption {
  private static final boolean UTF8 = true;

  final PKCS11 p11;

  private GcmEncryption(PKCS11 p11) {
    this.p11 = p11;
  }

  static GcmEncryption of(PKCS11 p11, boolean sizeQueryWrong) {
    return sizeQueryWrong ? new ByMessage(p11) : new ByOperation(p11);
  }

  abstract void init(long session, Mechanism mechanism, long key) throws PKCS11Exception;

  abstract byte[] encrypt(long session, byte[] data) throws PKCS11Exception;

  abstract void forget(long session);

  /** The ordinary way; nothing is remembered. */
  private static final class ByOperation extends GcmEncryption {
    ByOperation(PKCS11 p11) {
      super(p11);
    }

    @Override
    void init(long session, Mechanism mechanism, long key) throws PKCS11Exception {
      p11.C_EncryptInit(session, IaikMechanisms.encode(mechanism), key, UTF8);
    }

    @Override
    byte[] encrypt(long session, byte[] data) throws PKCS11Exception {
      return data.length == 0 ? p11.C_EncryptFinal(session) : p11.C_Encrypt(session, data);
    }

    @Override
    void forget(long session) {}
  }

  /**
   * Through the message functions of PKCS #11 v3.0 (section 5.9), whose ciphertext is as long as the
   * plaintext; IAIK calls them through C_GetInterface only. The parameters wait here from one call to
   * the next, since that API takes them with the data.
   */
  private static final class ByMessage extends GcmEncryption {
    private final Map<Long, Mechanism.Gcm> started = new ConcurrentHashMap<>();

    ByMessage(PKCS11 p11) {
      super(p11);
    }

    @Override
    void init(long session, Mechanism mechanism, long key) throws PKCS11Exception {
      if (mechanism instanceof Mechanism.Gcm gcm) {
        CK_MECHANISM plain = new CK_MECHANISM();
        plain.mechanism = gcm.type();
        p11.C_MessageEncryptInit(session, plain, key, UTF8);
        started.put(session, gcm);
      } else {
        p11.C_EncryptInit(session, IaikMechanisms.encode(mechanism), key, UTF8);
      }
    }

    @Override
    byte[] encrypt(long session, byte[] data) throws PKCS11Exception {
      Mechanism.Gcm gcm = started.remove(session);
      return gcm == null ? p11.C_Encrypt(session, data) : encryptMessage(session, gcm, data);
    }

    private byte[] encryptMessage(long session, Mechanism.Gcm gcm, byte[] data)
        throws PKCS11Exception {
      CK_GCM_MESSAGE_PARAMS params = new CK_GCM_MESSAGE_PARAMS();
      params.pIv = gcm.iv();
      params.pTag = new byte[gcm.tagBits() / Byte.SIZE];
      byte @Nullable [] text = p11.C_EncryptMessage(session, params, gcm.aad(), data, UTF8);
      p11.C_MessageEncryptFinal(session);
      int length = text == null ? 0 : text.length;
      byte[] result =
          text == null ? new byte[params.pTag.length] : Arrays.copyOf(text, length + params.pTag.length);
      System.arraycopy(params.pTag, 0, result, length, params.pTag.length);
      return result;
    }

    @Override
    void forget(long session) {
      started.remove(session);
    }
  }
}
