package dev.kekkai.cryptoki.iaik;

import dev.kekkai.cryptoki.BindingFactory;
import dev.kekkai.cryptoki.Cryptoki;
import dev.kekkai.cryptoki.TokenException;
import iaik.pkcs.pkcs11.wrapper.PKCS11Implementation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Loads PKCS#11 modules through IAIK's natives. */
public final class IaikBinding {
  private IaikBinding() {}

  /**
   * Loads a module; see {@link BindingFactory#load}.
   *
   * @param module the PKCS#11 library
   * @param nativeDir where to unpack IAIK's native library, or null for a temporary folder
   * @return the binding
   * @throws TokenException when the file is no PKCS#11 module, or IAIK's native library can't be
   *     loaded
   */
  public static Cryptoki load(Path module, @Nullable Path nativeDir) throws TokenException {
    if (!Files.isRegularFile(module)) {
      throw new TokenException(
          String.format(
              Locale.ROOT, "There is no PKCS#11 module at %s; check the module setting", module),
          false,
          null);
    }
    NativeLibrary.ensureLoaded(nativeDir);
    if (!hasEntry(module)) {
      throw noModule(module, "it has no C_GetFunctionList", null);
    }
    return new IaikCryptoki(open(module));
  }

  private static boolean hasEntry(Path module) throws TokenException {
    try {
      return ExportedName.isIn(module);
    } catch (IOException e) {
      throw noModule(module, e.getMessage(), e);
    }
  }

  /** IAIK's natives also throw checked exceptions that they don't declare. */
  private static PKCS11Implementation open(Path module) throws TokenException {
    try {
      return new PKCS11Implementation(module.toString());
    } catch (Exception | UnsatisfiedLinkError e) {
      throw noModule(module, e.getMessage(), e);
    }
  }

  private static TokenException noModule(
      Path module, @Nullable String why, @Nullable Throwable cause) {
    return new TokenException(
        String.format(
            Locale.ROOT,
            "%s is not a PKCS#11 module that can be loaded here: %s. It must be a shared library for"
                + " this processor, with C_GetFunctionList, and its own libraries must be found",
            module,
            why),
        false,
        cause);
  }
}
