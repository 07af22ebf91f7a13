package dev.kekkai.cryptoki.ffm;

import dev.kekkai.cryptoki.Mechanism;

/** Writes CK_MECHANISM and its parameters (PKCS #11 v3.1, sections 3.6 and 6). */
final class MechanismWriter {
  private static final int WORD = Long.BYTES;

  /** CK_MECHANISM, the largest parameter structure, and paddings. */
  private static final long ROOM = 16 * WORD;

  /** Where {@link #write} puts the IV of a GCM mechanism in memory that holds nothing else. */
  static final long GCM_IV = 9 * WORD;

  private static final long CKZ_DATA_SPECIFIED = 1;
  private static final long CKD_NULL = 1;

  private MechanismWriter() {}

  /** Room that a mechanism needs. */
  static long room(Mechanism mechanism) {
    long bytes = 0;
    if (mechanism instanceof Mechanism.Gcm gcm) {
      bytes = gcm.iv().length + (long) gcm.aad().length;
    } else if (mechanism instanceof Mechanism.GcmHsmIv gcm) {
      bytes = gcm.iv().length + (long) gcm.aad().length;
    } else if (mechanism instanceof Mechanism.KeyWrap wrap) {
      byte[] iv = wrap.iv();
      bytes = iv == null ? 0 : iv.length;
    } else if (mechanism instanceof Mechanism.RsaOaep oaep) {
      bytes = oaep.label().length;
    } else if (mechanism instanceof Mechanism.Ecdh1 ecdh) {
      bytes = ecdh.publicPoint().length;
    }
    return ROOM + bytes;
  }

  /** Writes it; the address of the CK_MECHANISM, good until the end of the call. */
  static long write(NativeMemory memory, Mechanism mechanism) {
    long at = memory.take(3 * WORD);
    memory.set(at, mechanism.type());
    if (mechanism instanceof Mechanism.Gcm gcm) {
      parameter(
          memory, at, gcm(memory, gcm.iv(), gcm.ivBits(), gcm.aad(), gcm.tagBits()), 6 * WORD);
    } else if (mechanism instanceof Mechanism.GcmHsmIv gcm) {
      parameter(
          memory, at, gcm(memory, gcm.iv(), gcm.ivBits(), gcm.aad(), gcm.tagBits()), 6 * WORD);
    } else if (mechanism instanceof Mechanism.KeyWrap wrap) {
      byte[] iv = wrap.iv();
      if (iv == null) {
        none(memory, at);
      } else {
        parameter(memory, at, memory.put(iv), iv.length);
      }
    } else if (mechanism instanceof Mechanism.RsaOaep oaep) {
      parameter(memory, at, oaep(memory, oaep), 5 * WORD);
    } else if (mechanism instanceof Mechanism.Ecdh1 ecdh) {
      parameter(memory, at, ecdh(memory, ecdh), 5 * WORD);
    } else {
      none(memory, at);
    }
    return memory.address(at);
  }

  private static void parameter(NativeMemory memory, long at, long parameter, long length) {
    memory.set(at + WORD, memory.address(parameter));
    memory.set(at + 2 * WORD, length);
  }

  private static void none(NativeMemory memory, long at) {
    memory.set(at + WORD, 0);
    memory.set(at + 2 * WORD, 0);
  }

  /** CK_GCM_PARAMS: pIv, ulIvLen, ulIvBits, pAAD, ulAADLen, ulTagBits. */
  private static long gcm(NativeMemory memory, byte[] iv, int ivBits, byte[] aad, int tagBits) {
    long at = memory.take(6 * WORD);
    memory.set(at, pointer(memory, iv));
    memory.set(at + WORD, iv.length);
    memory.set(at + 2 * WORD, ivBits);
    memory.set(at + 3 * WORD, pointer(memory, aad));
    memory.set(at + 4 * WORD, aad.length);
    memory.set(at + 5 * WORD, tagBits);
    return at;
  }

  /** CK_RSA_PKCS_OAEP_PARAMS: hashAlg, mgf, source, pSourceData, ulSourceDataLen. */
  private static long oaep(NativeMemory memory, Mechanism.RsaOaep oaep) {
    long at = memory.take(5 * WORD);
    memory.set(at, oaep.hash());
    memory.set(at + WORD, oaep.mgf());
    memory.set(at + 2 * WORD, CKZ_DATA_SPECIFIED);
    memory.set(at + 3 * WORD, pointer(memory, oaep.label()));
    memory.set(at + 4 * WORD, oaep.label().length);
    return at;
  }

  /** CK_ECDH1_DERIVE_PARAMS: kdf, ulSharedDataLen, pSharedData, ulPublicDataLen, pPublicData. */
  private static long ecdh(NativeMemory memory, Mechanism.Ecdh1 ecdh) {
    long at = memory.take(5 * WORD);
    memory.set(at, CKD_NULL);
    memory.set(at + WORD, 0);
    memory.set(at + 2 * WORD, 0);
    memory.set(at + 3 * WORD, ecdh.publicPoint().length);
    memory.set(at + 4 * WORD, pointer(memory, ecdh.publicPoint()));
    return at;
  }

  /** An empty parameter goes down as a null pointer: NSS softokn refuses another one. */
  private static long pointer(NativeMemory memory, byte[] bytes) {
    return bytes.length == 0 ? 0 : memory.address(memory.put(bytes));
  }
}
