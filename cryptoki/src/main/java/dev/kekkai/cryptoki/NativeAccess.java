package dev.kekkai.cryptoki;

import java.lang.reflect.InvocationTargetException;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Java's leave to call native code (JEP 472). From Java 24 on both bindings need it: without it
 * Java prints four lines of its own, or refuses where it was told to, as later releases will by
 * themselves.
 */
final class NativeAccess {
  private static final Logger LOG = LoggerFactory.getLogger(NativeAccess.class);
  private static final int FIRST_RELEASE = 24;

  /** Looked up before the first native call: after its own warning Java says that all is well. */
  private static final boolean GRANTED = Runtime.version().feature() < FIRST_RELEASE || isEnabled();

  private static boolean warned;

  private NativeAccess() {}

  /** To be asked before the first native call. */
  static boolean isGranted() {
    return GRANTED;
  }

  /** Says once what is missing and what to do. */
  static synchronized void warn() {
    if (!warned) {
      warned = true;
      LOG.warn("Java has not been told that Kekkai may call native code. {}", remedy());
    }
  }

  static String denied() {
    return "Java does not let Kekkai call native code. " + remedy();
  }

  private static String remedy() {
    return String.format(
        Locale.ROOT,
        "Start it with --enable-native-access=%s%s",
        kekkai().isNamed() ? "dev.kekkai.cryptoki,ipkcs11wrapper" : "ALL-UNNAMED",
        kekkai().isNamed()
            ? ""
            : " (java -jar: Enable-Native-Access: ALL-UNNAMED in the manifest)");
  }

  /** Module.isNativeAccessEnabled came with Java 22. */
  private static boolean isEnabled() {
    try {
      return (boolean) Module.class.getMethod("isNativeAccessEnabled").invoke(kekkai());
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      return true; // nobody to ask; Java itself will say so if it is not
    }
  }

  private static Module kekkai() {
    return NativeAccess.class.getModule();
  }
}
