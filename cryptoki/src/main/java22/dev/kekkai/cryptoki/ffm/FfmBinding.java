package dev.kekkai.cryptoki.ffm;

import dev.kekkai.cryptoki.Cryptoki;
import dev.kekkai.cryptoki.TokenException;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Loads PKCS#11 modules through {@code java.lang.foreign}. */
public final class FfmBinding {
  private FfmBinding() {}

  /**
   * Whether this binding can be used here.
   *
   * @return why not, or null when it can
   */
  public static @Nullable String unavailable() {
    String os = System.getProperty("os.name");
    // On Windows CK_ULONG has four bytes and structures are packed.
    if (os.startsWith("Windows") || ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
      return "the layout of PKCS#11 structures is known to it for 64-bit Linux and macOS only";
    }
    try {
      Linker.nativeLinker();
      return null;
    } catch (UnsupportedOperationException e) {
      return String.format(
          Locale.ROOT,
          "this Java can't call C functions on %s, %s",
          os,
          System.getProperty("os.arch"));
    }
  }

  /**
   * Loads a module; see {@link dev.kekkai.cryptoki.BindingFactory#load}.
   *
   * @param module the PKCS#11 library
   * @return the binding
   * @throws TokenException when the file is no PKCS#11 module, or Java refuses native access
   */
  public static Cryptoki load(Path module) throws TokenException {
    if (!Files.isRegularFile(module)) {
      throw new TokenException(
          String.format(
              Locale.ROOT, "There is no PKCS#11 module at %s; check the module setting", module),
          false,
          null);
    }
    return new FfmCryptoki(ModuleLibrary.open(module));
  }
}
