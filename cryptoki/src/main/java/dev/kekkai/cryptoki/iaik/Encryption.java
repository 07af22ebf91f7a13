package dev.kekkai.cryptoki.iaik;

import dev.kekkai.cryptoki.Ckr;
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
 * input goes down as a null pointer, which SoftHSM2 refuses; and the output is allocated by what
 * the module answers to a size query, which for GCM is too little on NSS softokn.
 *
 * <p>So GCM goes through the message functions of PKCS #11 v3.0 (section 5.9) where the module has
 * them: their ciphertext is as long as the plaintext. IAIK reaches them through C_GetInterface
 * only, and answers CKR_FUNCTION_NOT_SUPPORTED for a module that doesn't export it.
 */
final class Encryption {
  private static final boolean UTF8 = true;

  private final PKCS11 p11;

  /**
   * Parameters wait here from one call to the next: the message functions take them with the data.
   */
  private final Map<Long, Mechanism.Gcm> messages = new ConcurrentHashMap<>();

  private volatile boolean messageFunctions = true;

  Encryption(PKCS11 p11) {
    this.p11 = p11;
  }

  void init(long session, Mechanism mechanism, long key) throws PKCS11Exception {
    if (!(mechanism instanceof Mechanism.Gcm gcm) || !messageInit(session, gcm, key)) {
      p11.C_EncryptInit(session, IaikMechanisms.encode(mechanism), key, UTF8);
    }
  }

  byte[] encrypt(long session, byte[] data) throws PKCS11Exception {
    Mechanism.Gcm message = messages.remove(session);
    if (message != null) {
      return byMessage(session, message, data);
    }
    return data.length == 0 ? p11.C_EncryptFinal(session) : p11.C_Encrypt(session, data);
  }

  void forget(long session) {
    messages.remove(session);
  }

  private boolean messageInit(long session, Mechanism.Gcm gcm, long key) throws PKCS11Exception {
    if (!messageFunctions) {
      return false;
    }
    CK_MECHANISM plain = new CK_MECHANISM();
    plain.mechanism = gcm.type();
    try {
      p11.C_MessageEncryptInit(session, plain, key, UTF8);
    } catch (PKCS11Exception e) {
      if (e.getErrorCode() != Ckr.FUNCTION_NOT_SUPPORTED) {
        throw e;
      }
      messageFunctions = false;
      return false;
    }
    messages.put(session, gcm);
    return true;
  }

  private byte[] byMessage(long session, Mechanism.Gcm gcm, byte[] data) throws PKCS11Exception {
    CK_GCM_MESSAGE_PARAMS params = new CK_GCM_MESSAGE_PARAMS();
    params.pIv = gcm.iv();
    params.pTag = new byte[gcm.tagBits() / Byte.SIZE];
    byte @Nullable [] text = p11.C_EncryptMessage(session, params, gcm.aad(), data, UTF8);
    p11.C_MessageEncryptFinal(session);
    int length = text == null ? 0 : text.length;
    byte[] result = Arrays.copyOf(text == null ? new byte[0] : text, length + params.pTag.length);
    System.arraycopy(params.pTag, 0, result, length, params.pTag.length);
    return result;
  }
}
