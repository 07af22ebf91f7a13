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
 * <p>Where that answer was too little once, GCM goes through the message functions of PKCS #11 v3.0
 * (section 5.9), whose ciphertext is as long as the plaintext; IAIK reaches them through
 * C_GetInterface only.
 */
final class Encryption {
  private static final boolean UTF8 = true;

  private final PKCS11 p11;

  /** GCM operations that may have to go, or do go, through the message functions, by session. */
  private final Map<Long, Started> started = new ConcurrentHashMap<>();

  private volatile Way way = Way.UNKNOWN;

  private enum Way {
    UNKNOWN,
    OPERATION,
    MESSAGE
  }

  private record Started(Mechanism.Gcm gcm, long key) {}

  Encryption(PKCS11 p11) {
    this.p11 = p11;
  }

  void init(long session, Mechanism mechanism, long key) throws PKCS11Exception {
    if (mechanism instanceof Mechanism.Gcm gcm && way != Way.OPERATION) {
      started.put(session, new Started(gcm, key));
      if (way == Way.MESSAGE) {
        return;
      }
    }
    p11.C_EncryptInit(session, IaikMechanisms.encode(mechanism), key, UTF8);
  }

  byte[] encrypt(long session, byte[] data) throws PKCS11Exception {
    Started gcm = started.remove(session);
    if (gcm != null && (way == Way.MESSAGE || data.length == 0 && way == Way.UNKNOWN)) {
      return byMessageOrEmpty(session, gcm, data);
    }
    if (data.length == 0) {
      return p11.C_EncryptFinal(session);
    }
    try {
      byte[] result = p11.C_Encrypt(session, data);
      if (gcm != null) {
        way = Way.OPERATION;
      }
      return result;
    } catch (PKCS11Exception e) {
      if (gcm == null || e.getErrorCode() != Ckr.BUFFER_TOO_SMALL) {
        throw e;
      }
      way = Way.MESSAGE;
      return byMessage(session, gcm, data);
    }
  }

  void forget(long session) {
    started.remove(session);
  }

  /** An empty first message tells nothing about size queries: C_EncryptFinal, else by message. */
  private byte[] byMessageOrEmpty(long session, Started gcm, byte[] data) throws PKCS11Exception {
    if (way == Way.MESSAGE) {
      return byMessage(session, gcm, data);
    }
    try {
      return p11.C_EncryptFinal(session);
    } catch (PKCS11Exception e) {
      return byMessage(session, gcm, data);
    }
  }

  private byte[] byMessage(long session, Started start, byte[] data) throws PKCS11Exception {
    CK_MECHANISM plain = new CK_MECHANISM();
    plain.mechanism = start.gcm().type();
    p11.C_MessageEncryptInit(session, plain, start.key(), UTF8);
    CK_GCM_MESSAGE_PARAMS params = new CK_GCM_MESSAGE_PARAMS();
    params.pIv = start.gcm().iv();
    params.pTag = new byte[start.gcm().tagBits() / Byte.SIZE];
    byte @Nullable [] text = p11.C_EncryptMessage(session, params, start.gcm().aad(), data, UTF8);
    p11.C_MessageEncryptFinal(session);
    int length = text == null ? 0 : text.length;
    byte[] result = Arrays.copyOf(text == null ? new byte[0] : text, length + params.pTag.length);
    System.arraycopy(params.pTag, 0, result, length, params.pTag.length);
    return result;
  }
}
