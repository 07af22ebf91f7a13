package dev.kekkai.cryptoki.ffm;

import dev.kekkai.cryptoki.Attributes;
import dev.kekkai.cryptoki.Cryptoki;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.InitializeArgs;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ModuleInfo;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.TokenInfo;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The seam over {@code java.lang.foreign}. Arguments are copied to the native memory of the
 * instance and results back: a heap array given to C directly would stop the garbage collector for
 * as long as the module takes. C_GetInterface is not asked for: no function of PKCS #11 3.0 is in
 * use.
 */
final class FfmCryptoki implements Cryptoki {
  private static final int WORD = Long.BYTES;
  private static final long CKF_OS_LOCKING_OK = 2;

  /** More than a mechanism in use adds to a message: a tag, or an RSA block. */
  private static final int EXPANSION = 1024;

  private final FunctionList functions;
  private final NativeMemory memory = new NativeMemory();
  private final AttributeReader reader;

  FfmCryptoki(FunctionList functions) {
    this.functions = functions;
    this.reader = new AttributeReader(functions, memory);
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
  public void release() {
    memory.close();
  }

  @Override
  public void C_Initialize(InitializeArgs args) throws CryptokiException {
    byte[] reserved = cString(args.reserved());
    memory.begin(6 * WORD + reserved.length + WORD);
    try {
      long at = memory.takeZeroed(6 * WORD); // four mutex functions, flags, pReserved
      memory.set(at + 4 * WORD, args.osLocking() ? CKF_OS_LOCKING_OK : 0);
      memory.set(at + 5 * WORD, args.reserved() == null ? 0 : memory.address(memory.put(reserved)));
      functions.call(CFunction.C_Initialize, memory.address(at));
    } finally {
      memory.end();
    }
  }

  private static byte[] cString(@Nullable String text) {
    return text == null ? new byte[0] : (text + '\0').getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void C_Finalize() throws CryptokiException {
    functions.call(CFunction.C_Finalize, 0);
  }

  @Override
  public ModuleInfo C_GetInfo() throws CryptokiException {
    memory.begin(InfoReader.MODULE_BYTES);
    long at = memory.takeZeroed(InfoReader.MODULE_BYTES);
    functions.call(CFunction.C_GetInfo, memory.address(at));
    return InfoReader.module(memory, at);
  }

  @Override
  public long[] C_GetSlotList(boolean tokenPresent) throws CryptokiException {
    memory.begin(WORD);
    long count = memory.put(0);
    functions.call(CFunction.C_GetSlotList, tokenPresent ? 1 : 0, 0, memory.address(count));
    int slots = Math.toIntExact(memory.get(count));
    memory.begin(WORD + (long) slots * WORD);
    count = memory.put(slots);
    long list = memory.take((long) slots * WORD);
    functions.call(
        CFunction.C_GetSlotList, tokenPresent ? 1 : 0, memory.address(list), memory.address(count));
    return numbers(list, Math.min(slots, memory.get(count)));
  }

  private long[] numbers(long first, long count) {
    long[] numbers = new long[Math.toIntExact(count)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = memory.get(first + (long) i * WORD);
    }
    return numbers;
  }

  @Override
  public TokenInfo C_GetTokenInfo(long slot) throws CryptokiException {
    memory.begin(InfoReader.TOKEN_BYTES);
    long at = memory.takeZeroed(InfoReader.TOKEN_BYTES);
    functions.call(CFunction.C_GetTokenInfo, slot, memory.address(at));
    return InfoReader.token(memory, at, slot);
  }

  @Override
  public void C_InitToken(long slot, char[] soPin, String label) throws CryptokiException {
    memory.begin(Utf8.room(soPin) + Utf8.room(label.toCharArray()) + EXPANSION);
    try {
      Utf8.Placed pin = Utf8.pin(memory, soPin);
      functions.call(
          CFunction.C_InitToken, slot, pin.address(), pin.length(), Utf8.label(memory, label));
    } finally {
      memory.end();
    }
  }

  @Override
  public void C_InitPIN(long session, char[] pin) throws CryptokiException {
    memory.begin(Utf8.room(pin));
    try {
      Utf8.Placed placed = Utf8.pin(memory, pin);
      functions.call(CFunction.C_InitPIN, session, placed.address(), placed.length());
    } finally {
      memory.end();
    }
  }

  @Override
  public long C_OpenSession(long slot, long flags) throws CryptokiException {
    memory.begin(WORD);
    long session = memory.put(0);
    functions.call(CFunction.C_OpenSession, slot, flags, 0, 0, memory.address(session));
    return memory.get(session);
  }

  @Override
  public void C_CloseSession(long session) throws CryptokiException {
    functions.call(CFunction.C_CloseSession, session);
  }

  @Override
  public long C_GetSessionInfo(long session) throws CryptokiException {
    memory.begin(InfoReader.SESSION_BYTES);
    long at = memory.takeZeroed(InfoReader.SESSION_BYTES);
    functions.call(CFunction.C_GetSessionInfo, session, memory.address(at));
    return InfoReader.sessionState(memory, at);
  }

  @Override
  public void C_Login(long session, long userType, char[] pin) throws CryptokiException {
    memory.begin(Utf8.room(pin));
    try {
      Utf8.Placed placed = Utf8.pin(memory, pin);
      functions.call(CFunction.C_Login, session, userType, placed.address(), placed.length());
    } finally {
      memory.end();
    }
  }

  @Override
  public void C_Logout(long session) throws CryptokiException {
    functions.call(CFunction.C_Logout, session);
  }

  @Override
  public long C_CreateObject(long session, Template template) throws CryptokiException {
    memory.begin(WORD + TemplateWriter.room(template));
    try {
      long object = memory.put(0);
      functions.call(
          CFunction.C_CreateObject,
          session,
          TemplateWriter.write(memory, template),
          template.attributes().size(),
          memory.address(object));
      return memory.get(object);
    } finally {
      memory.end();
    }
  }

  @Override
  public long C_CopyObject(long session, long object, Template template) throws CryptokiException {
    memory.begin(WORD + TemplateWriter.room(template));
    try {
      long copy = memory.put(0);
      functions.call(
          CFunction.C_CopyObject,
          session,
          object,
          TemplateWriter.write(memory, template),
          template.attributes().size(),
          memory.address(copy));
      return memory.get(copy);
    } finally {
      memory.end();
    }
  }

  @Override
  public void C_DestroyObject(long session, long object) throws CryptokiException {
    functions.call(CFunction.C_DestroyObject, session, object);
  }

  @Override
  public Attributes C_GetAttributeValue(long session, long object, long... types)
      throws CryptokiException {
    return reader.read(session, object, types);
  }

  @Override
  public void C_SetAttributeValue(long session, long object, Template template)
      throws CryptokiException {
    memory.begin(TemplateWriter.room(template));
    try {
      functions.call(
          CFunction.C_SetAttributeValue,
          session,
          object,
          TemplateWriter.write(memory, template),
          template.attributes().size());
    } finally {
      memory.end();
    }
  }

  @Override
  public void C_FindObjectsInit(long session, Template template) throws CryptokiException {
    memory.begin(TemplateWriter.room(template));
    try {
      functions.call(
          CFunction.C_FindObjectsInit,
          session,
          TemplateWriter.write(memory, template),
          template.attributes().size());
    } finally {
      memory.end();
    }
  }

  @Override
  public long[] C_FindObjects(long session, int max) throws CryptokiException {
    memory.begin(WORD + (long) max * WORD);
    long count = memory.put(0);
    long list = memory.take((long) max * WORD);
    functions.call(
        CFunction.C_FindObjects, session, memory.address(list), max, memory.address(count));
    return numbers(list, memory.get(count));
  }

  @Override
  public void C_FindObjectsFinal(long session) throws CryptokiException {
    functions.call(CFunction.C_FindObjectsFinal, session);
  }

  @Override
  public void C_EncryptInit(long session, Mechanism mechanism, long key) throws CryptokiException {
    start(CFunction.C_EncryptInit, session, mechanism, key);
  }

  private void start(CFunction f, long session, Mechanism mechanism, long key)
      throws CryptokiException {
    memory.begin(MechanismWriter.room(mechanism));
    try {
      functions.call(f, session, MechanismWriter.write(memory, mechanism), key);
    } finally {
      memory.end();
    }
  }

  @Override
  public int C_Encrypt(
      long session, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws CryptokiException {
    return encrypt(CFunction.C_Encrypt, session, in, inOffset, inLength, out, outOffset);
  }

  @Override
  public int C_EncryptUpdate(
      long session, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws CryptokiException {
    return encrypt(CFunction.C_EncryptUpdate, session, in, inOffset, inLength, out, outOffset);
  }

  private int encrypt(
      CFunction f, long session, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws CryptokiException {
    long room = (long) inLength + EXPANSION;
    memory.begin(3 * WORD + inLength + room);
    try {
      long length = memory.put(room);
      long from = memory.put(in, inOffset, inLength);
      memory.secret(from, inLength);
      long to = memory.take(room);
      functions.call(
          f, session, memory.address(from), inLength, memory.address(to), memory.address(length));
      return deliver(to, length, out, outOffset);
    } finally {
      memory.end();
    }
  }

  private int deliver(long from, long length, byte[] out, int outOffset) {
    int written = Math.toIntExact(memory.get(length));
    memory.copyOut(from, out, outOffset, written);
    return written;
  }

  @Override
  public int C_EncryptFinal(long session, byte[] out, int outOffset) throws CryptokiException {
    return finish(CFunction.C_EncryptFinal, session, out, outOffset);
  }

  /** A module that kept the parts back gives everything out here. */
  private int finish(CFunction f, long session, byte[] out, int outOffset)
      throws CryptokiException {
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

  @Override
  public void C_DecryptInit(long session, Mechanism mechanism, long key) throws CryptokiException {
    start(CFunction.C_DecryptInit, session, mechanism, key);
  }

  @Override
  public int C_Decrypt(
      long session, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws CryptokiException {
    return decrypt(CFunction.C_Decrypt, session, in, inOffset, inLength, out, outOffset);
  }

  @Override
  public int C_DecryptUpdate(
      long session, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws CryptokiException {
    return decrypt(CFunction.C_DecryptUpdate, session, in, inOffset, inLength, out, outOffset);
  }

  /** What a refused ciphertext left behind is zeroed like what a good one gave. */
  private int decrypt(
      CFunction f, long session, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws CryptokiException {
    long room = (long) inLength + EXPANSION;
    memory.begin(3 * WORD + inLength + room);
    try {
      long length = memory.put(room);
      long from = memory.put(in, inOffset, inLength);
      long to = memory.take(room);
      memory.secret(to, room);
      functions.call(
          f, session, memory.address(from), inLength, memory.address(to), memory.address(length));
      return deliver(to, length, out, outOffset);
    } finally {
      memory.end();
    }
  }

  @Override
  public int C_DecryptFinal(long session, byte[] out, int outOffset) throws CryptokiException {
    return finish(CFunction.C_DecryptFinal, session, out, outOffset);
  }

  @Override
  public void C_SignInit(long session, Mechanism mechanism, long key) throws CryptokiException {
    start(CFunction.C_SignInit, session, mechanism, key);
  }

  @Override
  public byte[] C_Sign(long session, byte[] data) throws CryptokiException {
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

  @Override
  public long C_GenerateKey(long session, Mechanism mechanism, Template template)
      throws CryptokiException {
    memory.begin(WORD + MechanismWriter.room(mechanism) + TemplateWriter.room(template));
    try {
      long object = memory.put(0);
      functions.call(
          CFunction.C_GenerateKey,
          session,
          MechanismWriter.write(memory, mechanism),
          TemplateWriter.write(memory, template),
          template.attributes().size(),
          memory.address(object));
      return memory.get(object);
    } finally {
      memory.end();
    }
  }

  @Override
  public long[] C_GenerateKeyPair(
      long session, Mechanism mechanism, Template publicTemplate, Template privateTemplate)
      throws CryptokiException {
    memory.begin(
        2 * WORD
            + MechanismWriter.room(mechanism)
            + TemplateWriter.room(publicTemplate)
            + TemplateWriter.room(privateTemplate));
    try {
      long pub = memory.put(0);
      long priv = memory.put(0);
      functions.call(
          CFunction.C_GenerateKeyPair,
          session,
          MechanismWriter.write(memory, mechanism),
          TemplateWriter.write(memory, publicTemplate),
          publicTemplate.attributes().size(),
          TemplateWriter.write(memory, privateTemplate),
          privateTemplate.attributes().size(),
          memory.address(pub),
          memory.address(priv));
      return new long[] {memory.get(pub), memory.get(priv)};
    } finally {
      memory.end();
    }
  }

  @Override
  public int C_WrapKey(
      long session, Mechanism mechanism, long wrappingKey, long key, byte[] out, int outOffset)
      throws CryptokiException {
    long room = (long) out.length - outOffset + EXPANSION;
    memory.begin(2 * WORD + MechanismWriter.room(mechanism) + room);
    try {
      long length = memory.put(room);
      long to = memory.take(room);
      functions.call(
          CFunction.C_WrapKey,
          session,
          MechanismWriter.write(memory, mechanism),
          wrappingKey,
          key,
          memory.address(to),
          memory.address(length));
      return deliver(to, length, out, outOffset);
    } finally {
      memory.end();
    }
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
    memory.begin(
        2 * WORD + MechanismWriter.room(mechanism) + inLength + TemplateWriter.room(template));
    try {
      long object = memory.put(0);
      long blob = memory.put(in, inOffset, inLength);
      functions.call(
          CFunction.C_UnwrapKey,
          session,
          MechanismWriter.write(memory, mechanism),
          unwrappingKey,
          memory.address(blob),
          inLength,
          TemplateWriter.write(memory, template),
          template.attributes().size(),
          memory.address(object));
      return memory.get(object);
    } finally {
      memory.end();
    }
  }

  @Override
  public long C_DeriveKey(long session, Mechanism mechanism, long baseKey, Template template)
      throws CryptokiException {
    memory.begin(WORD + MechanismWriter.room(mechanism) + TemplateWriter.room(template));
    try {
      long object = memory.put(0);
      functions.call(
          CFunction.C_DeriveKey,
          session,
          MechanismWriter.write(memory, mechanism),
          baseKey,
          TemplateWriter.write(memory, template),
          template.attributes().size(),
          memory.address(object));
      return memory.get(object);
    } finally {
      memory.end();
    }
  }

  @Override
  public void C_GenerateRandom(long session, byte[] out) throws CryptokiException {
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
}
