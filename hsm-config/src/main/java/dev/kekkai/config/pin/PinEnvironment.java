package dev.kekkai.config.pin;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Takes a PIN from the value of an environment variable. */
final class PinEnvironment {

  private PinEnvironment() {}

  static Pin read(String name, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      throw new PinUnavailableException(
          String.format(
              Locale.ROOT,
              "The environment variable %s is %s: set it to the PIN, or use pin = file:PATH",
              name,
              value == null ? "not set" : "empty"));
    }
    return Pin.takeOver(value.toCharArray());
  }
}
