package dev.kekkai.cryptoki;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Makes a {@link Cryptoki} for a module file; there is one factory per native binding. */
@FunctionalInterface
public interface BindingFactory {

  /**
   * Loads a module without initialising it.
   *
   * @param module the PKCS#11 library
   * @param options what the binding must know
   * @return the binding
   * @throws TokenException when the file is no PKCS#11 module, or native code can't be loaded
   */
  Cryptoki load(Path module, Options options) throws TokenException;

  /**
   * What a binding must know before it loads a module.
   *
   * @param nativeDir where to unpack native code, or null for a private temporary folder
   * @param gcmSizeQueryWrong whether the module answers too little when asked for the size of a GCM
   *     ciphertext, which matters to a binding whose native code always asks
   */
  record Options(@Nullable Path nativeDir, boolean gcmSizeQueryWrong) {}
}
