package dev.kekkai.cryptoki;

import dev.kekkai.cryptoki.iaik.IaikBinding;

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
              "-D%s=%s is not a binding; use auto or iaik".formatted(PROPERTY, wanted),
              false,
              null);
    };
  }
}
