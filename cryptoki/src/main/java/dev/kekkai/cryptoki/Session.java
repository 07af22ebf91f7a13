package dev.kekkai.cryptoki;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open session, lent to one thread at a time. Every method enters the module through the guard,
 * checks that each object handle belongs to this incarnation of the module and to this slot, and
 * then calls the C_ function of its name.
 *
 * <p>All methods throw {@link CryptokiException} when the module refuses, {@link
 * StaleHandleException} when a handle is not of this incarnation, and {@link TokenException} when
 * the module has been closed.
 */
public final class Session {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  private static final int FIND_BATCH = 64;

  /** Answers of C_CloseSession after which there is no such session. */
  private static final Set<Long> GONE =
      Set.of(Ckr.SESSION_HANDLE_INVALID, Ckr.SESSION_CLOSED, Ckr.CRYPTOKI_NOT_INITIALIZED);

  private final Cryptoki cryptoki;
  private final ModuleGate.Pass pass;
  private final long incarnation;
  private final long slot;
  private final long handle;

  /** Something is left in it that the module would not end. */
  private boolean spoiled;

  private Session(
      Cryptoki cryptoki, ModuleGate.Pass pass, long incarnation, long slot, long handle) {
    this.cryptoki = cryptoki;
    this.pass = pass;
    this.incarnation = incarnation;
    this.slot = slot;
    this.handle = handle;
  }

  static Session open(CryptokiModule module, long slot, boolean readWrite) throws TokenException {
    ModuleGate.Pass pass = module.gate().newPass();
    Cryptoki cryptoki = module.cryptoki().forSession();
    boolean opened = false;
    try {
      pass.enter();
      try {
        long flags = Ckf.SERIAL_SESSION | (readWrite ? Ckf.RW_SESSION : 0);
        long handle = cryptoki.C_OpenSession(slot, flags);
        opened = true;
        return new Session(cryptoki, pass, module.incarnation(), slot, handle);
      } finally {
        pass.exit();
      }
    } finally {
      if (!opened) {
        cryptoki.release();
        pass.discard();
      }
    }
  }

  /**
   * Closes the session; its session objects are gone. Tries once more when the module refuses
   * although it knows the session, which would stay open for good otherwise. Not for borrowers.
   */
  void close() throws TokenException {
    try {
      run(() -> close(cryptoki, handle));
    } finally {
      cryptoki.release();
      pass.discard();
    }
  }

  /** C_CloseSession, as in {@link #close()}; inside the gate. */
  static void close(Cryptoki cryptoki, long handle) throws CryptokiException {
    try {
      cryptoki.C_CloseSession(handle);
    } catch (CryptokiException e) {
      if (GONE.contains(e.returnValue())) {
        throw e;
      }
      cryptoki.C_CloseSession(handle);
    }
  }

  /**
   * Forgets the session without a word to the module, where its number may be somebody else's by
   * now. Not while a call on it is under way.
   */
  void abandon() {
    cryptoki.release();
    pass.discard();
  }

  void login(long userType, char[] pin) throws TokenException {
    run(() -> cryptoki.C_Login(handle, userType, pin));
  }

  void logout() throws TokenException {
    run(() -> cryptoki.C_Logout(handle));
  }

  void initPin(char[] pin) throws TokenException {
    run(() -> cryptoki.C_InitPIN(handle, pin));
  }

  /**
   * The slot this session is with.
   *
   * @return slot id
   */
  public long slot() {
    return slot;
  }

  /**
   * The session's state (C_GetSessionInfo).
   *
   * @return a CKS_ number
   * @throws TokenException see the class
   */
  public long state() throws TokenException {
    return call(() -> cryptoki.C_GetSessionInfo(handle));
  }

  /**
   * C_CreateObject.
   *
   * @param template all attributes
   * @return the new object
   * @throws TokenException see the class
   */
  public ObjectHandle createObject(Template template) throws TokenException {
    return call(() -> wrap(cryptoki.C_CreateObject(handle, template)));
  }

  /**
   * C_CopyObject.
   *
   * @param object what to copy
   * @param template attributes that shall differ
   * @return the copy
   * @throws TokenException see the class
   */
  public ObjectHandle copyObject(ObjectHandle object, Template template) throws TokenException {
    return call(() -> wrap(cryptoki.C_CopyObject(handle, raw(object), template)));
  }

  /**
   * C_DestroyObject.
   *
   * @param object what to destroy
   * @throws TokenException see the class
   */
  public void destroyObject(ObjectHandle object) throws TokenException {
    run(() -> cryptoki.C_DestroyObject(handle, raw(object)));
  }

  /**
   * Destroys a session object that nobody needs any more, as part of work that has its result or
   * its failure already. Where the module refuses twice, the object ends with the session, which is
   * not lent again.
   *
   * @param object what to destroy
   */
  public void discard(ObjectHandle object) {
    try {
      destroyObject(object);
    } catch (TokenException first) {
      spoiled = true;
      try {
        destroyObject(object);
      } catch (TokenException second) {
        LOG.debug("An object ends with its session: {}, {}", first, second.getMessage());
      }
    }
  }

  /** Whether it is to be closed rather than lent again. */
  boolean isSpoiled() {
    return spoiled;
  }

  /**
   * C_GetAttributeValue; what can't be read is absent from the answer.
   *
   * @param object the object
   * @param types CKA_ numbers
   * @return what could be read
   * @throws TokenException see the class
   */
  public Attributes attributes(ObjectHandle object, long... types) throws TokenException {
    return call(() -> cryptoki.C_GetAttributeValue(handle, raw(object), types));
  }

  /**
   * C_SetAttributeValue.
   *
   * @param object the object
   * @param template new values
   * @throws TokenException see the class
   */
  public void setAttributes(ObjectHandle object, Template template) throws TokenException {
    run(() -> cryptoki.C_SetAttributeValue(handle, raw(object), template));
  }

  /**
   * C_FindObjectsInit, C_FindObjects and C_FindObjectsFinal.
   *
   * @param template attributes to match
   * @return all matches, in the module's order
   * @throws TokenException see the class
   */
  public List<ObjectHandle> find(Template template) throws TokenException {
    return call(
        () -> {
          List<ObjectHandle> found = new ArrayList<>();
          cryptoki.C_FindObjectsInit(handle, template);
          try {
            long[] batch = cryptoki.C_FindObjects(handle, FIND_BATCH);
            while (batch.length > 0) {
              for (long object : batch) {
                found.add(wrap(object));
              }
              batch = cryptoki.C_FindObjects(handle, FIND_BATCH);
            }
          } finally {
            endSearch();
          }
          return found;
        });
  }

  /** As {@link #find}, but at most one match, and nothing is made of it. */
  void findOne(Template template) throws TokenException {
    run(
        () -> {
          cryptoki.C_FindObjectsInit(handle, template);
          try {
            cryptoki.C_FindObjects(handle, 1);
          } finally {
            endSearch();
          }
        });
  }

  /** What was found is good even where the module will not end the search. */
  private void endSearch() {
    try {
      cryptoki.C_FindObjectsFinal(handle);
    } catch (CryptokiException e) {
      LOG.debug("A search ends with its session: {}", e.getMessage());
      spoiled = true;
    }
  }

  /**
   * C_EncryptInit and C_Encrypt.
   *
   * @param mechanism mechanism and parameters
   * @param key the key
   * @param in input
   * @param inOffset where it starts
   * @param inLength its bytes
   * @param out output; room for all of it is the caller's to provide
   * @param outOffset where to write
   * @return bytes written
   * @throws TokenException see the class
   */
  public int encrypt(
      Mechanism mechanism,
      ObjectHandle key,
      byte[] in,
      int inOffset,
      int inLength,
      byte[] out,
      int outOffset)
      throws TokenException {
    long rawKey = raw(key);
    pass.enter();
    try {
      cryptoki.C_EncryptInit(handle, mechanism, rawKey);
      return cryptoki.C_Encrypt(handle, in, inOffset, inLength, out, outOffset);
    } finally {
      pass.exit();
    }
  }

  /**
   * C_EncryptInit and C_Encrypt, with data outside the Java heap, which is copied only where the
   * binding or the module can't do without.
   *
   * @param mechanism mechanism and parameters
   * @param key the key
   * @param in direct; what remains is the input, and its position stays
   * @param out direct; room for all of the output is the caller's to provide, and its position
   *     stays; may overlap {@code in}
   * @return bytes written
   * @throws TokenException see the class
   */
  public int encrypt(Mechanism mechanism, ObjectHandle key, ByteBuffer in, ByteBuffer out)
      throws TokenException {
    long rawKey = raw(key);
    pass.enter();
    try {
      cryptoki.C_EncryptInit(handle, mechanism, rawKey);
      return cryptoki.C_Encrypt(handle, in, out);
    } finally {
      pass.exit();
    }
  }

  /**
   * C_EncryptInit, C_EncryptUpdate for each part and C_EncryptFinal.
   *
   * @param mechanism mechanism and parameters
   * @param key the key
   * @param in input
   * @param inOffset where it starts
   * @param inLength its bytes
   * @param partLength most bytes in one call
   * @param out output; room for all of it is the caller's to provide
   * @param outOffset where to write
   * @return bytes written
   * @throws TokenException see the class
   */
  public int encryptInParts(
      Mechanism mechanism,
      ObjectHandle key,
      byte[] in,
      int inOffset,
      int inLength,
      int partLength,
      byte[] out,
      int outOffset)
      throws TokenException {
    return call(
        () -> {
          cryptoki.C_EncryptInit(handle, mechanism, raw(key));
          int written =
              update(cryptoki::C_EncryptUpdate, in, inOffset, inLength, partLength, out, outOffset);
          return written + cryptoki.C_EncryptFinal(handle, out, outOffset + written);
        });
  }

  /**
   * C_DecryptInit and C_Decrypt.
   *
   * @param mechanism mechanism and parameters
   * @param key the key
   * @param in input
   * @param inOffset where it starts
   * @param inLength its bytes
   * @param out output; room for all of it is the caller's to provide
   * @param outOffset where to write
   * @return bytes written
   * @throws TokenException see the class
   */
  public int decrypt(
      Mechanism mechanism,
      ObjectHandle key,
      byte[] in,
      int inOffset,
      int inLength,
      byte[] out,
      int outOffset)
      throws TokenException {
    long rawKey = raw(key);
    pass.enter();
    try {
      cryptoki.C_DecryptInit(handle, mechanism, rawKey);
      return cryptoki.C_Decrypt(handle, in, inOffset, inLength, out, outOffset);
    } finally {
      pass.exit();
    }
  }

  /**
   * C_DecryptInit and C_Decrypt, with data outside the Java heap, which is copied only where the
   * binding or the module can't do without. When this throws, {@code out} holds zeros where the
   * module may have written.
   *
   * @param mechanism mechanism and parameters
   * @param key the key
   * @param in direct; what remains is the input, and its position stays
   * @param out direct; room for all of the output is the caller's to provide, and its position
   *     stays; may overlap {@code in}
   * @return bytes written
   * @throws TokenException see the class
   */
  public int decrypt(Mechanism mechanism, ObjectHandle key, ByteBuffer in, ByteBuffer out)
      throws TokenException {
    long rawKey = raw(key);
    pass.enter();
    try {
      cryptoki.C_DecryptInit(handle, mechanism, rawKey);
      return cryptoki.C_Decrypt(handle, in, out);
    } finally {
      pass.exit();
    }
  }

  /**
   * C_DecryptInit, C_DecryptUpdate for each part and C_DecryptFinal. What the module gives out
   * before the last call is not authenticated yet: the caller must wipe it when this throws.
   *
   * @param mechanism mechanism and parameters
   * @param key the key
   * @param in input
   * @param inOffset where it starts
   * @param inLength its bytes
   * @param partLength most bytes in one call
   * @param out output; room for all of it is the caller's to provide
   * @param outOffset where to write
   * @return bytes written
   * @throws TokenException see the class
   */
  public int decryptInParts(
      Mechanism mechanism,
      ObjectHandle key,
      byte[] in,
      int inOffset,
      int inLength,
      int partLength,
      byte[] out,
      int outOffset)
      throws TokenException {
    return call(
        () -> {
          cryptoki.C_DecryptInit(handle, mechanism, raw(key));
          int written =
              update(cryptoki::C_DecryptUpdate, in, inOffset, inLength, partLength, out, outOffset);
          return written + cryptoki.C_DecryptFinal(handle, out, outOffset + written);
        });
  }

  /**
   * C_SignInit and C_Sign.
   *
   * @param mechanism mechanism and parameters
   * @param key the key
   * @param data what to sign
   * @return the signature or MAC
   * @throws TokenException see the class
   */
  public byte[] sign(Mechanism mechanism, ObjectHandle key, byte[] data) throws TokenException {
    return call(
        () -> {
          cryptoki.C_SignInit(handle, mechanism, raw(key));
          return cryptoki.C_Sign(handle, data);
        });
  }

  /**
   * C_GenerateKey.
   *
   * @param mechanism key generation mechanism
   * @param template attributes of the new key
   * @return the new key
   * @throws TokenException see the class
   */
  public ObjectHandle generateKey(Mechanism mechanism, Template template) throws TokenException {
    return call(() -> wrap(cryptoki.C_GenerateKey(handle, mechanism, template)));
  }

  /**
   * C_GenerateKeyPair.
   *
   * @param mechanism key pair generation mechanism
   * @param publicTemplate attributes of the public key
   * @param privateTemplate attributes of the private key
   * @return the new keys
   * @throws TokenException see the class
   */
  public KeyPairHandles generateKeyPair(
      Mechanism mechanism, Template publicTemplate, Template privateTemplate)
      throws TokenException {
    return call(
        () -> {
          long[] pair =
              cryptoki.C_GenerateKeyPair(handle, mechanism, publicTemplate, privateTemplate);
          return new KeyPairHandles(wrap(pair[0]), wrap(pair[1]));
        });
  }

  /**
   * C_WrapKey.
   *
   * @param mechanism wrapping mechanism
   * @param kek the wrapping key
   * @param key the key to wrap
   * @param out output; room for all of it is the caller's to provide
   * @return bytes written
   * @throws TokenException see the class
   */
  public int wrapKey(Mechanism mechanism, ObjectHandle kek, ObjectHandle key, byte[] out)
      throws TokenException {
    return call(() -> cryptoki.C_WrapKey(handle, mechanism, raw(kek), raw(key), out, 0));
  }

  /**
   * C_UnwrapKey.
   *
   * @param mechanism wrapping mechanism
   * @param kek the unwrapping key
   * @param blob the wrapped key
   * @param template attributes of the new key
   * @return the new key
   * @throws TokenException see the class
   */
  public ObjectHandle unwrapKey(
      Mechanism mechanism, ObjectHandle kek, byte[] blob, Template template) throws TokenException {
    return call(
        () ->
            wrap(
                cryptoki.C_UnwrapKey(handle, mechanism, raw(kek), blob, 0, blob.length, template)));
  }

  /**
   * C_DeriveKey.
   *
   * @param mechanism derivation mechanism
   * @param base the base key
   * @param template attributes of the new key
   * @return the new key
   * @throws TokenException see the class
   */
  public ObjectHandle deriveKey(Mechanism mechanism, ObjectHandle base, Template template)
      throws TokenException {
    return call(() -> wrap(cryptoki.C_DeriveKey(handle, mechanism, raw(base), template)));
  }

  /**
   * C_GenerateRandom.
   *
   * @param out filled whole
   * @throws TokenException see the class
   */
  public void generateRandom(byte[] out) throws TokenException {
    run(() -> cryptoki.C_GenerateRandom(handle, out));
  }

  private int update(
      Update update,
      byte[] in,
      int inOffset,
      int inLength,
      int partLength,
      byte[] out,
      int outOffset)
      throws CryptokiException {
    int written = 0;
    for (int done = 0; done < inLength; done += partLength) {
      int part = Math.min(partLength, inLength - done);
      written += update.part(handle, in, inOffset + done, part, out, outOffset + written);
    }
    return written;
  }

  private ObjectHandle wrap(long object) {
    return new ObjectHandle(incarnation, slot, object);
  }

  private long raw(ObjectHandle object) throws StaleHandleException {
    if (object.incarnation() != incarnation || object.slot() != slot) {
      throw new StaleHandleException(
          String.format(
              Locale.ROOT,
              "An object handle of slot %d, incarnation %d, is of no use in slot %d, incarnation %d:"
                  + " look the key up again",
              object.slot(),
              object.incarnation(),
              slot,
              incarnation));
    }
    return object.value();
  }

  private <T> T call(Body<T> body) throws TokenException {
    pass.enter();
    try {
      return body.run();
    } finally {
      pass.exit();
    }
  }

  private void run(VoidBody body) throws TokenException {
    pass.enter();
    try {
      body.run();
    } finally {
      pass.exit();
    }
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "Session[slot=%d, incarnation=%d]", slot, incarnation);
  }

  private interface Update {
    int part(long session, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
        throws CryptokiException;
  }

  private interface Body<T> {
    T run() throws TokenException;
  }

  private interface VoidBody {
    void run() throws TokenException;
  }
}
