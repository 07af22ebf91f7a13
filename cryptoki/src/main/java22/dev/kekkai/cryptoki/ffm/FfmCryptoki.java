package dev.kekkai.cryptoki.ffm;

import dev.kekkai.cryptoki.Attributes;
import dev.kekkai.cryptoki.Cryptoki;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.InitializeArgs;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ModuleInfo;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.TokenInfo;
import java.nio.ByteBuffer;

/**
 * The seam over {@code java.lang.foreign}. Arguments are copied to the native memory of the
 * instance and results back: a heap array given to C directly would hold up the garbage collector
 * for as long as the module takes. C_GetInterface is not asked for: no function of PKCS #11 3.0 is
 * in use.
 */
final class FfmCryptoki implements Cryptoki {
  private final FunctionList functions;
  private final NativeMemory memory = new NativeMemory();
  private final SlotCalls slots;
  private final ObjectCalls objects;
  private final AttributeReader attributes;
  private final HsmIv hsmIv = new HsmIv();
  private final DataCalls data;
  private final DirectCalls direct;
  private final KeyCalls keys;

  FfmCryptoki(FunctionList functions) {
    this.functions = functions;
    this.slots = new SlotCalls(functions, memory);
    this.objects = new ObjectCalls(functions, memory);
    this.attributes = new AttributeReader(functions, memory);
    this.data = new DataCalls(functions, memory, hsmIv);
    this.direct = new DirectCalls(functions, memory);
    this.keys = new KeyCalls(functions, memory);
  }

  @Override
  public String binding() {
    return "ffm";
  }

  @Override
  public Cryptoki forSession() {
    return new FfmCryptoki(functions);
  }

  @Override
  public boolean takes(Mechanism mechanism) {
    return true;
  }

  @Override
  public void release() {
    hsmIv.release();
    memory.close();
  }

  @Override
  public void C_Initialize(InitializeArgs args) throws CryptokiException {
    slots.initialize(args);
  }

  @Override
  public void C_Finalize() throws CryptokiException {
    functions.call(CFunction.C_Finalize, 0);
  }

  @Override
  public ModuleInfo C_GetInfo() throws CryptokiException {
    return slots.moduleInfo();
  }

  @Override
  public long[] C_GetSlotList(boolean tokenPresent) throws CryptokiException {
    return slots.slots(tokenPresent);
  }

  @Override
  public TokenInfo C_GetTokenInfo(long slot) throws CryptokiException {
    return slots.tokenInfo(slot);
  }

  @Override
  public void C_InitToken(long slot, char[] soPin, String label) throws CryptokiException {
    slots.initToken(slot, soPin, label);
  }

  @Override
  public void C_InitPIN(long session, char[] pin) throws CryptokiException {
    slots.initPin(session, pin);
  }

  @Override
  public long C_OpenSession(long slot, long flags) throws CryptokiException {
    return slots.openSession(slot, flags);
  }

  @Override
  public void C_CloseSession(long session) throws CryptokiException {
    functions.call(CFunction.C_CloseSession, session);
  }

  @Override
  public long C_GetSessionInfo(long session) throws CryptokiException {
    return slots.sessionState(session);
  }

  @Override
  public void C_Login(long session, long userType, char[] pin) throws CryptokiException {
    slots.login(session, userType, pin);
  }

  @Override
  public void C_Logout(long session) throws CryptokiException {
    functions.call(CFunction.C_Logout, session);
  }

  @Override
  public long C_CreateObject(long session, Template template) throws CryptokiException {
    return objects.create(session, template);
  }

  @Override
  public long C_CopyObject(long session, long object, Template template) throws CryptokiException {
    return objects.copy(session, object, template);
  }

  @Override
  public void C_DestroyObject(long session, long object) throws CryptokiException {
    functions.call(CFunction.C_DestroyObject, session, object);
  }

  @Override
  public Attributes C_GetAttributeValue(long session, long object, long... types)
      throws CryptokiException {
    return attributes.read(session, object, types);
  }

  @Override
  public void C_SetAttributeValue(long session, long object, Template template)
      throws CryptokiException {
    objects.set(session, object, template);
  }

  @Override
  public void C_FindObjectsInit(long session, Template template) throws CryptokiException {
    objects.findInit(session, template);
  }

  @Override
  public long[] C_FindObjects(long session, int max) throws CryptokiException {
    return objects.find(session, max);
  }

  @Override
  public void C_FindObjectsFinal(long session) throws CryptokiException {
    functions.call(CFunction.C_FindObjectsFinal, session);
  }

  @Override
  public void C_EncryptInit(long session, Mechanism mechanism, long key) throws CryptokiException {
    data.startEncryption(session, mechanism, key);
  }

  @Override
  public int C_Encrypt(
      long session, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws CryptokiException {
    int written =
        data.encrypt(CFunction.C_Encrypt, session, in, inOffset, inLength, out, outOffset);
    hsmIv.deliver();
    return written;
  }

  @Override
  public int C_Encrypt(long session, ByteBuffer in, ByteBuffer out) throws CryptokiException {
    int written = direct.encrypt(session, in, out);
    hsmIv.deliver();
    return written;
  }

  @Override
  public int C_EncryptUpdate(
      long session, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws CryptokiException {
    return data.encrypt(CFunction.C_EncryptUpdate, session, in, inOffset, inLength, out, outOffset);
  }

  @Override
  public int C_EncryptFinal(long session, byte[] out, int outOffset) throws CryptokiException {
    int written = data.finish(CFunction.C_EncryptFinal, session, out, outOffset);
    hsmIv.deliver();
    return written;
  }

  @Override
  public void C_DecryptInit(long session, Mechanism mechanism, long key) throws CryptokiException {
    data.start(CFunction.C_DecryptInit, session, mechanism, key);
  }

  @Override
  public int C_Decrypt(
      long session, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws CryptokiException {
    return data.decrypt(session, in, inOffset, inLength, out, outOffset);
  }

  @Override
  public int C_Decrypt(long session, ByteBuffer in, ByteBuffer out) throws CryptokiException {
    return direct.decrypt(session, in, out);
  }

  @Override
  public int C_DecryptUpdate(
      long session, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws CryptokiException {
    return data.decryptUpdate(session, in, inOffset, inLength, out, outOffset);
  }

  @Override
  public int C_DecryptFinal(long session, byte[] out, int outOffset) throws CryptokiException {
    return data.finish(CFunction.C_DecryptFinal, session, out, outOffset);
  }

  @Override
  public void C_SignInit(long session, Mechanism mechanism, long key) throws CryptokiException {
    data.start(CFunction.C_SignInit, session, mechanism, key);
  }

  @Override
  public byte[] C_Sign(long session, byte[] toSign) throws CryptokiException {
    return data.sign(session, toSign);
  }

  @Override
  public long C_GenerateKey(long session, Mechanism mechanism, Template template)
      throws CryptokiException {
    return keys.generate(session, mechanism, template);
  }

  @Override
  public long[] C_GenerateKeyPair(
      long session, Mechanism mechanism, Template publicTemplate, Template privateTemplate)
      throws CryptokiException {
    return keys.generatePair(session, mechanism, publicTemplate, privateTemplate);
  }

  @Override
  public int C_WrapKey(
      long session, Mechanism mechanism, long wrappingKey, long key, byte[] out, int outOffset)
      throws CryptokiException {
    return keys.wrap(session, mechanism, wrappingKey, key, out, outOffset);
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
    return keys.unwrap(session, mechanism, unwrappingKey, in, inOffset, inLength, template);
  }

  @Override
  public long C_DeriveKey(long session, Mechanism mechanism, long baseKey, Template template)
      throws CryptokiException {
    return keys.derive(session, mechanism, baseKey, template);
  }

  @Override
  public void C_GenerateRandom(long session, byte[] out) throws CryptokiException {
    data.random(session, out);
  }
}
