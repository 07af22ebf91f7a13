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
   * @param nativeDir where to unpack native code of the binding's own, if it has any, or null for a
   *     private temporary folder
   * @return the binding
   * @throws TokenException when the file is no PKCS#11 module, or native code can't be loaded
   */
  Cryptoki load(Path module, @Nullable Path nativeDir) throws TokenException;

  /**
   * The binding that {@code -Dkekkai.binding} asks for.
   *
   * @return its factory
   * @throws TokenException when there is none of that name
   */
  static BindingFactory usual() throws TokenException {
    return Bindings.select();
  }

  /**
   * The binding that {@link #usual()} tries first.
   *
   * @return its name, {@code ffm} or {@code iaik}
   * @throws TokenException when there is none of the name asked for
   */
  static String usualName() throws TokenException {
    return Bindings.preferred();
  }
}
