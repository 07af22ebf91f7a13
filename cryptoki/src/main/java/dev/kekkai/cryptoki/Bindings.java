package dev.kekkai.cryptoki;

import dev.kekkai.cryptoki.iaik.IaikBinding;
import java.util.Locale;

/** Chooses the native binding: {@code -Dkekkai.binding=auto|iaik}. */
final class Bindings {
  static final String PROPERTY = "kekkai.binding";

  private Bindings() {}

  static BindingFactory select() throws TokenException {
    String wanted = System.getProperty(PROPERTY, "auto");
    return switch (wanted) {
      case "auto", "iaik" -> IaikBinding::load;
      default ->
          throw new TokenException(
              String.format(
                  Locale.ROOT, "-D%s=%s is not a binding; use auto or iaik", PROPERTY, wanted),
              false,
              null);
    };
  }
}
