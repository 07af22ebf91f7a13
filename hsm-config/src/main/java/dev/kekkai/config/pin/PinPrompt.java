package dev.kekkai.config.pin;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** Asks a person. */
final class PinPrompt {

  private PinPrompt() {}

  static Pin ask() {
    return ask(System.console());
  }

  static Pin ask(@Nullable Console console) {
    if (console == null || !isTerminal(console)) {
      throw new PinUnavailableException(
          "pin = prompt needs a terminal and this process has none: use pin = file:PATH");
    }
    char[] typed = console.readPassword("Token PIN: ");
    if (typed == null || typed.length == 0) {
      throw new PinUnavailableException("No PIN was typed");
    }
    return Pin.takeOver(typed);
  }

  /** JDK 22 and later may return a console that is no terminal, and say so in a new method. */
  private static boolean isTerminal(Console console) {
    try {
      return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }
}
