package dev.kekkai.config.pin;

/** A PIN that could not be had from its source. The message says what to do and holds no PIN. */
public final class PinUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PinUnavailableException(String message) {
    super(message);
  }
}
