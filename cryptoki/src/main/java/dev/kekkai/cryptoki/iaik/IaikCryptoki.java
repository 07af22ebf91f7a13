package dev.kekkai.cryptoki.iaik;

import dev.kekkai.cryptoki.Attributes;
import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.cryptoki.Cryptoki;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.InitializeArgs;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ModuleInfo;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.TokenInfo;
import iaik.pkcs.pkcs11.wrapper.CK_ATTRIBUTE;
import iaik.pkcs.pkcs11.wrapper.CK_C_INITIALIZE_ARGS;
import iaik.pkcs.pkcs11.wrapper.PKCS11;
import iaik.pkcs.pkcs11.wrapper.PKCS11Exception;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The seam over IAIK's natives. They allocate every output themselves after asking the module for
 * its size; the copies and the second native call are the price of this binding.
 */
final class IaikCryptoki implements Cryptoki {
  private static final long CKF_OS_LOCKING_OK = 2;
  private static final boolean UTF8 = true;

  private final PKCS11 p11;
  private final Encryption encryption;

  IaikCryptoki(PKCS11 p11) {
    this.p11 = p11;
    this.encryption = new Encryption(p11);
  }

  @Override
  public String binding() {
    return "iaik";
  }

  /** Memory is allocated and freed by each call, so an instance serves all sessions. */
  @Override
  public Cryptoki forSession() {
    return this;
  }

  @Override
  public boolean takes(Mechanism mechanism) {
    return IaikMechanisms.isTaken(mechanism);
  }

  @Override
  public void release() {
    // nothing is kept
  }

  @Override
  public void C_Initialize(InitializeArgs args) throws CryptokiException {
    CK_C_INITIALIZE_ARGS iaik = new CK_C_INITIALIZE_ARGS();
    iaik.flags = args.osLocking() ? CKF_OS_LOCKING_OK : 0;
    iaik.pReserved = args.reserved();
    run("C_Initialize", () -> p11.C_Initialize(iaik, UTF8));
  }

  @Override
  public void C_Finalize() throws CryptokiException {
    run("C_Finalize", () -> p11.C_Finalize(null));
  }

  @Override
  public ModuleInfo C_GetInfo() throws CryptokiException {
    return call("C_GetInfo", () -> IaikInfo.module(p11.C_GetInfo()));
  }

  @Override
  public long[] C_GetSlotList(boolean tokenPresent) throws CryptokiException {
    return call("C_GetSlotList", () -> p11.C_GetSlotList(tokenPresent));
  }

  @Override
  public TokenInfo C_GetTokenInfo(long slot) throws CryptokiException {
    return call("C_GetTokenInfo", () -> IaikInfo.token(slot, p11.C_GetTokenInfo(slot)));
  }

  @Override
  public void C_InitToken(long slot, char[] soPin, String label) throws CryptokiException {
    run("C_InitToken", () -> p11.C_InitToken(slot, soPin, IaikInfo.padLabel(label), UTF8));
  }

  @Override
  public void C_InitPIN(long session, char[] pin) throws CryptokiException {
    run("C_InitPIN", () -> p11.C_InitPIN(session, pin, UTF8));
  }

  @Override
  public long C_OpenSession(long slot, long flags) throws CryptokiException {
    return call("C_OpenSession", () -> p11.C_OpenSession(slot, flags, null, null));
  }

  @Override
  public void C_CloseSession(long session) throws CryptokiException {
    encryption.forget(session);
    run("C_CloseSession", () -> p11.C_CloseSession(session));
  }

  @Override
  public long C_GetSessionInfo(long session) throws CryptokiException {
    return call("C_GetSessionInfo", () -> p11.C_GetSessionInfo(session).state);
  }

  @Override
  public void C_Login(long session, long userType, char[] pin) throws CryptokiException {
    run("C_Login", () -> p11.C_Login(session, userType, pin, UTF8));
  }

  @Override
  public void C_Logout(long session) throws CryptokiException {
    run("C_Logout", () -> p11.C_Logout(session));
  }

  @Override
  public long C_CreateObject(long session, Template template) throws CryptokiException {
    CK_ATTRIBUTE[] attributes = IaikAttributes.encode(template);
    return call("C_CreateObject", () -> p11.C_CreateObject(session, attributes, UTF8));
  }

  @Override
  public long C_CopyObject(long session, long object, Template template) throws CryptokiException {
    CK_ATTRIBUTE[] attributes = IaikAttributes.encode(template);
    return call("C_CopyObject", () -> p11.C_CopyObject(session, object, attributes, UTF8));
  }

  @Override
  public void C_DestroyObject(long session, long object) throws CryptokiException {
    run("C_DestroyObject", () -> p11.C_DestroyObject(session, object));
  }

  @Override
  public Attributes C_GetAttributeValue(long session, long object, long... types)
      throws CryptokiException {
    byte[] @Nullable [] values = new byte[types.length][];
    if (!readInto(values, session, object, types)) {
      // One was missing or sensitive; a module may then have filled any or none of the others.
      byte[] @Nullable [] alone = new byte[1][];
      for (int i = 0; i < types.length; i++) {
        if (values[i] == null) {
          alone[0] = null;
          readInto(alone, session, object, types[i]);
          values[i] = alone[0];
        }
      }
    }
    return new Attributes(types, values);
  }

  /** Collects what the module tells; false when it says that something can't be told. */
  private boolean readInto(byte[] @Nullable [] values, long session, long object, long... types)
      throws CryptokiException {
    CK_ATTRIBUTE[] asked =
        Arrays.stream(types).mapToObj(IaikAttributes::empty).toArray(CK_ATTRIBUTE[]::new);
    boolean complete = true;
    try {
      p11.C_GetAttributeValue(session, object, asked, UTF8);
    } catch (PKCS11Exception e) {
      if (e.getErrorCode() != Ckr.ATTRIBUTE_SENSITIVE
          && e.getErrorCode() != Ckr.ATTRIBUTE_TYPE_INVALID) {
        throw new CryptokiException("C_GetAttributeValue", e.getErrorCode());
      }
      complete = false;
    }
    for (int i = 0; i < asked.length; i++) {
      values[i] = asked[i] == null ? null : IaikAttributes.decode(asked[i].pValue);
    }
    return complete;
  }

  @Override
  public void C_SetAttributeValue(long session, long object, Template template)
      throws CryptokiException {
    CK_ATTRIBUTE[] attributes = IaikAttributes.encode(template);
    run("C_SetAttributeValue", () -> p11.C_SetAttributeValue(session, object, attributes, UTF8));
  }

  @Override
  public void C_FindObjectsInit(long session, Template template) throws CryptokiException {
    CK_ATTRIBUTE[] attributes = IaikAttributes.encode(template);
    run("C_FindObjectsInit", () -> p11.C_FindObjectsInit(session, attributes, UTF8));
  }

  @Override
  public long[] C_FindObjects(long session, int max) throws CryptokiException {
    return call("C_FindObjects", () -> p11.C_FindObjects(session, max));
  }

  @Override
  public void C_FindObjectsFinal(long session) throws CryptokiException {
    run("C_FindObjectsFinal", () -> p11.C_FindObjectsFinal(session));
  }

  @Override
  public void C_EncryptInit(long session, Mechanism mechanism, long key) throws CryptokiException {
    run("C_EncryptInit", () -> encryption.init(session, mechanism, key));
  }

  @Override
  public int C_Encrypt(
      long session, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws CryptokiException {
    byte[] data = IaikBuffers.slice(in, inOffset, inLength);
    byte[] result = call("C_Encrypt", () -> encryption.encrypt(session, data));
    return IaikBuffers.deliver(result, out, outOffset);
  }

  @Override
  public int C_Encrypt(long session, ByteBuffer in, ByteBuffer out) throws CryptokiException {
    byte[] data = IaikBuffers.remaining(in);
    try {
      return IaikBuffers.deliver(call("C_Encrypt", () -> encryption.encrypt(session, data)), out);
    } finally {
      Arrays.fill(data, (byte) 0);
    }
  }

  @Override
  public int C_EncryptUpdate(
      long session, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws CryptokiException {
    byte[] data = IaikBuffers.slice(in, inOffset, inLength);
    byte[] result = call("C_EncryptUpdate", () -> p11.C_EncryptUpdate(session, data));
    return IaikBuffers.deliver(result, out, outOffset);
  }

  @Override
  public int C_EncryptFinal(long session, byte[] out, int outOffset) throws CryptokiException {
    byte[] result = call("C_EncryptFinal", () -> p11.C_EncryptFinal(session));
    return IaikBuffers.deliver(result, out, outOffset);
  }

  @Override
  public void C_DecryptInit(long session, Mechanism mechanism, long key) throws CryptokiException {
    run(
        "C_DecryptInit",
        () -> p11.C_DecryptInit(session, IaikMechanisms.encode(mechanism), key, UTF8));
  }

  @Override
  public int C_Decrypt(
      long session, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws CryptokiException {
    byte[] data = IaikBuffers.slice(in, inOffset, inLength);
    byte[] result = call("C_Decrypt", () -> p11.C_Decrypt(session, data));
    return IaikBuffers.deliver(result, out, outOffset);
  }

  @Override
  public int C_Decrypt(long session, ByteBuffer in, ByteBuffer out) throws CryptokiException {
    byte[] data = IaikBuffers.remaining(in);
    return IaikBuffers.deliver(call("C_Decrypt", () -> p11.C_Decrypt(session, data)), out);
  }

  @Override
  public int C_DecryptUpdate(
      long session, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws CryptokiException {
    byte[] data = IaikBuffers.slice(in, inOffset, inLength);
    byte[] result = call("C_DecryptUpdate", () -> p11.C_DecryptUpdate(session, data));
    return IaikBuffers.deliver(result, out, outOffset);
  }

  @Override
  public int C_DecryptFinal(long session, byte[] out, int outOffset) throws CryptokiException {
    byte[] result = call("C_DecryptFinal", () -> p11.C_DecryptFinal(session));
    return IaikBuffers.deliver(result, out, outOffset);
  }

  @Override
  public void C_SignInit(long session, Mechanism mechanism, long key) throws CryptokiException {
    run("C_SignInit", () -> p11.C_SignInit(session, IaikMechanisms.encode(mechanism), key, UTF8));
  }

  @Override
  public byte[] C_Sign(long session, byte[] data) throws CryptokiException {
    // Empty input would go down as a null pointer, which SoftHSM2 refuses.
    return call(
        "C_Sign", () -> data.length == 0 ? p11.C_SignFinal(session) : p11.C_Sign(session, data));
  }

  @Override
  public long C_GenerateKey(long session, Mechanism mechanism, Template template)
      throws CryptokiException {
    CK_ATTRIBUTE[] attributes = IaikAttributes.encode(template);
    return call(
        "C_GenerateKey",
        () -> p11.C_GenerateKey(session, IaikMechanisms.encode(mechanism), attributes, UTF8));
  }

  @Override
  public long[] C_GenerateKeyPair(
      long session, Mechanism mechanism, Template publicTemplate, Template privateTemplate)
      throws CryptokiException {
    CK_ATTRIBUTE[] pub = IaikAttributes.encode(publicTemplate);
    CK_ATTRIBUTE[] priv = IaikAttributes.encode(privateTemplate);
    return call(
        "C_GenerateKeyPair",
        () -> p11.C_GenerateKeyPair(session, IaikMechanisms.encode(mechanism), pub, priv, UTF8));
  }

  @Override
  public int C_WrapKey(
      long session, Mechanism mechanism, long wrappingKey, long key, byte[] out, int outOffset)
      throws CryptokiException {
    byte[] result =
        call(
            "C_WrapKey",
            () -> p11.C_WrapKey(session, IaikMechanisms.encode(mechanism), wrappingKey, key, UTF8));
    return IaikBuffers.deliver(result, out, outOffset);
  }

  @Override
  public long C_UnwrapKey(
      long session,
      Mechanism mechanism,
      long unwrappingKey,
      byte[] in,
      int inOffset,
      int inLength,
      Template template)
      throws CryptokiException {
    byte[] blob = IaikBuffers.slice(in, inOffset, inLength);
    CK_ATTRIBUTE[] attributes = IaikAttributes.encode(template);
    return call(
        "C_UnwrapKey",
        () ->
            p11.C_UnwrapKey(
                session, IaikMechanisms.encode(mechanism), unwrappingKey, blob, attributes, UTF8));
  }

  @Override
  public long C_DeriveKey(long session, Mechanism mechanism, long baseKey, Template template)
      throws CryptokiException {
    CK_ATTRIBUTE[] attributes = IaikAttributes.encode(template);
    return call(
        "C_DeriveKey",
        () ->
            p11.C_DeriveKey(session, IaikMechanisms.encode(mechanism), baseKey, attributes, UTF8));
  }

  @Override
  public void C_GenerateRandom(long session, byte[] out) throws CryptokiException {
    run("C_GenerateRandom", () -> p11.C_GenerateRandom(session, out));
  }

  private static <T> T call(String function, NativeCall<T> call) throws CryptokiException {
    try {
      return call.run();
    } catch (PKCS11Exception e) {
      throw new CryptokiException(function, e.getErrorCode());
    }
  }

  private static void run(String function, VoidNativeCall call) throws CryptokiException {
    try {
      call.run();
    } catch (PKCS11Exception e) {
      throw new CryptokiException(function, e.getErrorCode());
    }
  }

  private interface NativeCall<T> {
    T run() throws PKCS11Exception;
  }

  private interface VoidNativeCall {
    void run() throws PKCS11Exception;
  }
}
