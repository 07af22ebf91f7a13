package dev.kekkai.cryptoki;

import dev.kekkai.cryptoki.ffm.FfmBinding;
import dev.kekkai.cryptoki.iaik.IaikBinding;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the native binding: {@code -Dkekkai.binding=auto|ffm|iaik}. */
final class Bindings {
  static final String PROPERTY = "kekkai.binding";

  private static final Logger LOG = LoggerFactory.getLogger(Bindings.class);
  private static final Set<String> NAMES = Set.of("auto", "ffm", "iaik");

  private Bindings() {}

  static BindingFactory select() throws TokenException {
    return switch (wanted()) {
      case "ffm" -> Bindings::ffm;
      case "iaik" -> Bindings::iaik;
      default -> Bindings::auto;
    };
  }

  /** The one that is tried first. */
  static String preferred() throws TokenException {
    String wanted = wanted();
    if (!wanted.equals("auto")) {
      return wanted;
    }
    return FfmBinding.unavailable() == null ? "ffm" : "iaik";
  }

  private static String wanted() throws TokenException {
    String wanted = System.getProperty(PROPERTY, "auto");
    if (!NAMES.contains(wanted)) {
      throw refused(
          String.format(
              Locale.ROOT, "-D%s=%s is not a binding; use auto, ffm or iaik", PROPERTY, wanted),
          null);
    }
    return wanted;
  }

  private static Cryptoki ffm(Path module, @Nullable Path nativeDir) throws TokenException {
    String reason = FfmBinding.unavailable();
    if (reason != null) {
      throw refused(
          String.format(
              Locale.ROOT, "-D%s=ffm can't be had: %s. Use auto or iaik", PROPERTY, reason),
          null);
    }
    return permitted(() -> FfmBinding.load(module));
  }

  private static Cryptoki iaik(Path module, @Nullable Path nativeDir) throws TokenException {
    return permitted(() -> IaikBinding.load(module, nativeDir));
  }

  /** Says what to do about Java's leave to call native code: once, as a warning or as the error. */
  private static Cryptoki permitted(Loading loading) throws TokenException {
    try {
      Cryptoki loaded = loading.run();
      NativeAccess.warnIfMissing();
      return loaded;
    } catch (IllegalCallerException e) {
      throw refused(NativeAccess.denied(), e);
    }
  }

  private static Cryptoki auto(Path module, @Nullable Path nativeDir) throws TokenException {
    String reason = FfmBinding.unavailable();
    if (reason != null) {
      LOG.info("Using the IAIK binding, slower than the foreign-memory one: {}", reason);
      return iaik(module, nativeDir);
    }
    return first(Bindings::ffm, Bindings::iaik, module, nativeDir);
  }

  /** What refuses both bindings is told as the preferred one told it. */
  static Cryptoki first(
      BindingFactory ffm, BindingFactory iaik, Path module, @Nullable Path nativeDir)
      throws TokenException {
    try {
      return ffm.load(module, nativeDir);
    } catch (TokenException why) {
      Cryptoki other;
      try {
        other = iaik.load(module, nativeDir);
      } catch (TokenException e) {
        why.addSuppressed(e);
        throw why;
      }
      LOG.warn(
          "Using the slower IAIK binding, because the foreign-memory one failed: {}",
          why.getMessage());
      return other;
    }
  }

  private interface Loading {
    Cryptoki run() throws TokenException;
  }

  private static TokenException refused(String message, @Nullable Throwable cause) {
    return new TokenException(message, false, cause);
  }
}
