package dev.kekkai.cryptoki.ffm;

import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.Mechanism;

/**
 * Functions that take or give data (PKCS #11 v3.1, sections 5.8 to 5.19). Plaintext and what is
 * signed are zeroed after the call, with what a refused ciphertext left behind, where they may be
 * keys; longer messages stay until the next call writes over them.
 */
final class DataCalls {
  private static final int WORD = Long.BYTES;

  /** More than a mechanism in use adds to a message: a tag, a held-back block, an RSA block. */
  static final int EXPANSION = 1024;

  /** Zeroing costs as much as copying, so only what may be a key is zeroed. */
  private static final int ZEROED = 1 << 12;

  private final FunctionList functions;
  private final NativeMemory memory;
  private final HsmIv hsmIv;

  /** The room that a module said it needs when a call failed, if it did. */
  private long told;

  DataCalls(FunctionList functions, NativeMemory memory, HsmIv hsmIv) {
    this.functions = functions;
    this.memory = memory;
    this.hsmIv = hsmIv;
  }

  void startEncryption(long session, Mechanism mechanism, long key) throws CryptokiException {
    if (mechanism instanceof Mechanism.GcmHsmIv gcm) {
      functions.call(CFunction.C_EncryptInit, session, hsmIv.begin(gcm), key);
    } else {
      hsmIv.forget();
      start(CFunction.C_EncryptInit, session, mechanism, key);
    }
  }

  /** C_DecryptInit, C_SignInit. */
  void start(CFunction f, long session, Mechanism mechanism, long key) throws CryptokiException {
    memory.begin(MechanismWriter.room(mechanism));
    functions.call(f, session, MechanismWriter.write(memory, mechanism), key);
  }

  /** C_Encrypt, C_EncryptUpdate. */
  int encrypt(
      CFunction f, long session, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws CryptokiException {
    long room = (long) inLength + EXPANSION;
    memory.begin(2 * WORD + 2 * NativeMemory.LINE + inLength + room);
    try {
      long from = memory.putLines(in, inOffset, inLength);
      if (inLength <= ZEROED) {
        memory.secret(from, inLength);
      }
      long to = memory.takeLines(room);
      return transform(f, session, from, inLength, to, room, out, outOffset);
    } finally {
      memory.end();
    }
  }

  /** C_Decrypt, where nothing grows. */
  int decrypt(long session, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws CryptokiException {
    return decrypt(CFunction.C_Decrypt, session, in, inOffset, inLength, inLength, out, outOffset);
  }

  /**
   * C_DecryptUpdate. A module may keep all parts back until the tag is there, and SoftHSM2 wants
   * room for what it keeps all the same; it has not taken the part then. A module that keeps
   * nothing never gets there.
   */
  int decryptUpdate(long session, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws CryptokiException {
    CFunction f = CFunction.C_DecryptUpdate;
    try {
      return decrypt(
          f, session, in, inOffset, inLength, (long) inLength + EXPANSION, out, outOffset);
    } catch (CryptokiException e) {
      if (!e.is(Ckr.BUFFER_TOO_SMALL)) {
        throw e;
      }
      long most = Math.max(inLength, (long) out.length - outOffset) + EXPANSION;
      long room = told > inLength && told < most ? told : most;
      return decrypt(f, session, in, inOffset, inLength, room, out, outOffset);
    }
  }

  private int decrypt(
      CFunction f,
      long session,
      byte[] in,
      int inOffset,
      int inLength,
      long room,
      byte[] out,
      int outOffset)
      throws CryptokiException {
    memory.begin(2 * WORD + 2 * NativeMemory.LINE + inLength + room);
    try {
      long from = memory.putLines(in, inOffset, inLength);
      long to = memory.takeLines(room);
      if (inLength <= ZEROED) {
        memory.secret(to, room);
      }
      return transform(f, session, from, inLength, to, room, out, outOffset);
    } finally {
      memory.end();
    }
  }

  private int transform(
      CFunction f,
      long session,
      long from,
      int fromLength,
      long to,
      long room,
      byte[] out,
      int outOffset)
      throws CryptokiException {
    long length = memory.put(room);
    try {
      functions.call(
          f, session, memory.address(from), fromLength, memory.address(to), memory.address(length));
    } catch (CryptokiException e) {
      told = memory.get(length);
      throw e;
    }
    return deliver(to, length, out, outOffset);
  }

  /** C_EncryptFinal, C_DecryptFinal: a module that kept all parts back gives everything here. */
  int finish(CFunction f, long session, byte[] out, int outOffset) throws CryptokiException {
    long room = (long) out.length - outOffset + EXPANSION;
    memory.begin(2 * WORD + room);
    try {
      long length = memory.put(room);
      long to = memory.take(room);
      memory.secret(to, room);
      functions.call(f, session, memory.address(to), memory.address(length));
      return deliver(to, length, out, outOffset);
    } finally {
      memory.end();
    }
  }

  byte[] sign(long session, byte[] data) throws CryptokiException {
    memory.begin(3 * WORD + data.length + EXPANSION);
    try {
      long length = memory.put(EXPANSION);
      long from = memory.put(data);
      memory.secret(from, data.length);
      long to = memory.take(EXPANSION);
      functions.call(
          CFunction.C_Sign,
          session,
          memory.address(from),
          data.length,
          memory.address(to),
          memory.address(length));
      return memory.bytes(to, memory.get(length));
    } finally {
      memory.end();
    }
  }

  void random(long session, byte[] out) throws CryptokiException {
    memory.begin(WORD + out.length);
    try {
      long at = memory.take(out.length);
      memory.secret(at, out.length);
      functions.call(CFunction.C_GenerateRandom, session, memory.address(at), out.length);
      memory.copyOut(at, out, 0, out.length);
    } finally {
      memory.end();
    }
  }

  private int deliver(long from, long length, byte[] out, int outOffset) {
    int written = Math.toIntExact(memory.get(length));
    memory.copyOut(from, out, outOffset, written);
    return written;
  }
}
