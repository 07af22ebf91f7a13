package dev.kekkai.cryptoki.ffm;

import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.cryptoki.TokenException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A PKCS#11 library in this process. It stays loaded until the process ends: modules start threads
 * and exit handlers, and unloading one under them crashes.
 */
final class ModuleLibrary {
  private static final String ENTRY = "C_GetFunctionList";

  private ModuleLibrary() {}

  static FunctionList open(Path file) throws TokenException {
    MemorySegment entry = lookup(file).find(ENTRY).orElse(null);
    if (entry == null) {
      throw noModule(file, "it has no " + ENTRY, null);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment list = arena.allocate(ValueLayout.ADDRESS);
      long answer = Downcalls.call(entry, list.address());
      MemorySegment functions = list.get(ValueLayout.ADDRESS, 0);
      if (answer != 0 || functions.equals(MemorySegment.NULL)) {
        throw noModule(file, ENTRY + " answered " + Ckr.describe(answer), null);
      }
      return FunctionList.at(functions);
    }
  }

  @SuppressWarnings("restricted") // native code is what a binding is for
  private static SymbolLookup lookup(Path file) throws TokenException {
    try {
      return SymbolLookup.libraryLookup(file, Arena.global());
    } catch (IllegalArgumentException e) {
      throw noModule(file, LoaderError.of(file), e);
    }
  }

  private static TokenException noModule(Path file, String why, @Nullable Throwable cause) {
    return new TokenException(
        String.format(
            Locale.ROOT,
            "%s is not a PKCS#11 module that can be loaded here: %s. It must be a shared library for"
                + " this processor, with C_GetFunctionList, and its own libraries must be found",
            file,
            why),
        false,
        cause);
  }
}
