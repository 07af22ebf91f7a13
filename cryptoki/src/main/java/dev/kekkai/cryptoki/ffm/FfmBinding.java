package dev.kekkai.cryptoki.ffm;

import dev.kekkai.cryptoki.Cryptoki;
import dev.kekkai.cryptoki.TokenException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Loads PKCS#11 modules through {@code java.lang.foreign}; this one can only say why it can't. */
public final class FfmBinding {
  private static final int FIRST_RELEASE = 22;

  private FfmBinding() {}

  /**
   * Whether this binding can be used here.
   *
   * @return why not, or null when it can
   */
  public static @Nullable String unavailable() {
    int running = Runtime.version().feature();
    return running < FIRST_RELEASE
        ? String.format(
            Locale.ROOT,
            "java.lang.foreign takes Java %d or later, and this is %d",
            FIRST_RELEASE,
            running)
        : String.format(
            Locale.ROOT,
            "these classes come without it: Kekkai was built on a JDK before %d, or not packed as the"
                + " multi-release jar it is",
            FIRST_RELEASE);
  }

  /**
   * Loads a module; see {@link dev.kekkai.cryptoki.BindingFactory#load}.
   *
   * @param module the PKCS#11 library
   * @return the binding
   * @throws TokenException when the file is no PKCS#11 module, or the binding is not available
   */
  @SuppressWarnings("DoNotCallSuggester") // the one it stands in for doesn't always throw
  public static Cryptoki load(Path module) throws TokenException {
    throw new TokenException(
        String.format(Locale.ROOT, "%s can't be loaded: %s", module, unavailable()), false, null);
  }
}
