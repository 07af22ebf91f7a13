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
    return permitted(module, () -> FfmBinding.load(module));
  }

  private static Cryptoki iaik(Path module, @Nullable Path nativeDir) throws TokenException {
    return permitted(module, () -> IaikBinding.load(module, nativeDir));
  }

  /** Says what to do about Java's leave to call native code: once, as a warning or as the error. */
  private static Cryptoki permitted(Path module, Loading loading) throws TokenException {
    LibraryFile.check(module);
    boolean granted = NativeAccess.isGranted();
    try {
      Cryptoki loaded = loading.run();
      if (!granted) {
        NativeAccess.warn();
      }
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

  /**
   * Falls back where the first binding itself fails. A module that it refuses is refused: the other
   * would do no better, and IAIK's natives crash on some of these.
   */
  static Cryptoki first(
      BindingFactory ffm, BindingFactory iaik, Path module, @Nullable Path nativeDir)
      throws TokenException {
    try {
      return ffm.load(module, nativeDir);
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("Using the slower IAIK binding, because the foreign-memory one failed: {}", text(e));
      return iaik.load(module, nativeDir);
    }
  }

  /** An error in the set-up of a class says nothing itself. */
  private static String text(Throwable e) {
    Throwable cause = e instanceof ExceptionInInitializerError ? e.getCause() : null;
    return String.valueOf(cause == null ? e : cause);
  }

  private interface Loading {
    Cryptoki run() throws TokenException;
  }

  private static TokenException refused(String message, @Nullable Throwable cause) {
    return new TokenException(message, false, cause);
  }
}
