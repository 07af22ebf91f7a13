package dev.kekkai.cryptoki.ffm;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;

/**
 * Why the system's loader refuses a library, which Java's own lookup does not say: a library that
 * it needs is missing, it is for another processor, or it is no library.
 */
final class LoaderError {
  private static final int RTLD_NOW = 2;

  /** It may hold two paths of the longest kind. */
  private static final int LONGEST = 1 << 14;

  private LoaderError() {}

  /** Asks the loader once more, and for its reason. */
  static String of(Path file) {
    SymbolLookup system = Linker.nativeLinker().defaultLookup();
    MemorySegment dlopen = system.find("dlopen").orElse(null);
    MemorySegment dlerror = system.find("dlerror").orElse(null);
    if (dlopen == null || dlerror == null) {
      return "the system's loader refuses it";
    }
    try (Arena arena = Arena.ofConfined()) {
      long handle = Downcalls.call(dlopen, arena.allocateFrom(file.toString()).address(), RTLD_NOW);
      long text = handle == 0 ? Downcalls.call(dlerror) : 0;
      return text == 0 ? "it can be loaded now, and could not before" : read(text);
    }
  }

  @SuppressWarnings("restricted") // a C string's length is not known to Java
  private static String read(long text) {
    return MemorySegment.ofAddress(text).reinterpret(LONGEST).getString(0);
  }
}
