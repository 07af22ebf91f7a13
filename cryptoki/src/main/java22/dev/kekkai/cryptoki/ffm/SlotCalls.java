package dev.kekkai.cryptoki.ffm;

import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.InitializeArgs;
import dev.kekkai.cryptoki.ModuleInfo;
import dev.kekkai.cryptoki.TokenInfo;
import java.nio.charset.StandardCharsets;

/** Functions of module, slots, sessions and login (PKCS #11 v3.1, sections 5.4 to 5.6). */
final class SlotCalls {
  private static final int WORD = Long.BYTES;
  private static final long CKF_OS_LOCKING_OK = 2;

  /** CK_C_INITIALIZE_ARGS: four mutex functions, flags, pReserved. */
  private static final long ARGS_BYTES = 6 * WORD;

  private final FunctionList functions;
  private final NativeMemory memory;

  SlotCalls(FunctionList functions, NativeMemory memory) {
    this.functions = functions;
    this.memory = memory;
  }

  void initialize(InitializeArgs args) throws CryptokiException {
    String reserved = args.reserved();
    byte[] text =
        reserved == null ? new byte[0] : (reserved + '\0').getBytes(StandardCharsets.UTF_8);
    memory.begin(ARGS_BYTES + text.length + WORD);
    long at = memory.takeZeroed(ARGS_BYTES);
    memory.set(at + 4 * WORD, args.osLocking() ? CKF_OS_LOCKING_OK : 0);
    if (reserved != null) {
      memory.set(at + 5 * WORD, memory.address(memory.put(text)));
    }
    functions.call(CFunction.C_Initialize, memory.address(at));
  }

  ModuleInfo moduleInfo() throws CryptokiException {
    memory.begin(InfoReader.MODULE_BYTES);
    long at = memory.takeZeroed(InfoReader.MODULE_BYTES);
    functions.call(CFunction.C_GetInfo, memory.address(at));
    return InfoReader.module(memory, at);
  }

  long[] slots(boolean tokenPresent) throws CryptokiException {
    long present = tokenPresent ? 1 : 0;
    memory.begin(WORD);
    long count = memory.put(0);
    functions.call(CFunction.C_GetSlotList, present, 0, memory.address(count));
    long room = memory.get(count);
    memory.begin(WORD + room * WORD);
    count = memory.put(room);
    long list = memory.take(room * WORD);
    functions.call(CFunction.C_GetSlotList, present, memory.address(list), memory.address(count));
    return memory.numbers(list, memory.get(count));
  }

  TokenInfo tokenInfo(long slot) throws CryptokiException {
    memory.begin(InfoReader.TOKEN_BYTES);
    long at = memory.takeZeroed(InfoReader.TOKEN_BYTES);
    functions.call(CFunction.C_GetTokenInfo, slot, memory.address(at));
    return InfoReader.token(memory, at, slot);
  }

  long openSession(long slot, long flags) throws CryptokiException {
    memory.begin(WORD);
    long session = memory.put(0);
    functions.call(CFunction.C_OpenSession, slot, flags, 0, 0, memory.address(session));
    return memory.get(session);
  }

  long sessionState(long session) throws CryptokiException {
    memory.begin(InfoReader.SESSION_BYTES);
    long at = memory.takeZeroed(InfoReader.SESSION_BYTES);
    functions.call(CFunction.C_GetSessionInfo, session, memory.address(at));
    return InfoReader.sessionState(memory, at);
  }

  void initToken(long slot, char[] soPin, String label) throws CryptokiException {
    memory.begin(Utf8.room(soPin.length) + Utf8.LABEL_BYTES);
    try {
      Utf8.Placed pin = Utf8.pin(memory, soPin);
      functions.call(
          CFunction.C_InitToken, slot, pin.address(), pin.length(), Utf8.label(memory, label));
    } finally {
      memory.end();
    }
  }

  void initPin(long session, char[] pin) throws CryptokiException {
    memory.begin(Utf8.room(pin.length));
    try {
      Utf8.Placed placed = Utf8.pin(memory, pin);
      functions.call(CFunction.C_InitPIN, session, placed.address(), placed.length());
    } finally {
      memory.end();
    }
  }

  void login(long session, long userType, char[] pin) throws CryptokiException {
    memory.begin(Utf8.room(pin.length));
    try {
      Utf8.Placed placed = Utf8.pin(memory, pin);
      functions.call(CFunction.C_Login, session, userType, placed.address(), placed.length());
    } finally {
      memory.end();
    }
  }
}
