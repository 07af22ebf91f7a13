package dev.kekkai.config.pin;

/** A PIN that could not be had from its source. The message says what to do and holds no PIN. */
public final class PinUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes one.
   *
   * @param message what is missing, and what to do about it; no part of a PIN
   */
  public PinUnavailableException(String message) {
    super(message);
  }
}
