package dev.kekkai.cryptoki.ffm;

import dev.kekkai.cryptoki.ModuleInfo;
import dev.kekkai.cryptoki.TokenInfo;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** CK_INFO, CK_TOKEN_INFO and CK_SESSION_INFO (PKCS #11 v3.1, sections 3.1 to 3.3) as ours. */
final class InfoReader {
  static final long MODULE_BYTES = 88;
  static final long TOKEN_BYTES = 208;
  static final long SESSION_BYTES = 32;

  private static final int LABEL = 32;
  private static final int MAKER = 32;
  private static final int MODEL = 16;
  private static final int SERIAL = 16;

  private InfoReader() {}

  /** cryptokiVersion, manufacturerID, flags, libraryDescription, libraryVersion. */
  static ModuleInfo module(NativeMemory memory, long at) {
    return new ModuleInfo(
        text(memory, at + 2, MAKER),
        text(memory, at + 48, LABEL),
        version(memory, at + 80),
        version(memory, at));
  }

  /** label, manufacturerID, model, serialNumber, flags, session counts and what we don't need. */
  static TokenInfo token(NativeMemory memory, long at, long slot) {
    return new TokenInfo(
        slot,
        text(memory, at, LABEL),
        text(memory, at + 32, MAKER),
        text(memory, at + 64, MODEL),
        text(memory, at + 80, SERIAL),
        version(memory, at + 186),
        memory.get(at + 96),
        memory.get(at + 104),
        memory.get(at + 112));
  }

  /** slotID, state, flags, ulDeviceError. */
  static long sessionState(NativeMemory memory, long at) {
    return memory.get(at + 8);
  }

  private static String version(NativeMemory memory, long at) {
    return String.format(
        Locale.ROOT, "%d.%d", memory.getByte(at) & 0xFF, memory.getByte(at + 1) & 0xFF);
  }

  private static String text(NativeMemory memory, long at, int length) {
    String padded = new String(memory.bytes(at, length), StandardCharsets.UTF_8);
    return padded.replace('\0', ' ').stripTrailing();
  }
}
