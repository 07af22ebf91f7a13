package dev.kekkai.cryptoki;

/**
 * A handle came from an earlier incarnation of the module, or from another slot. It was not passed
 * down: modules reuse handle numbers, and the old number may now name another key.
 */
public final class StaleHandleException extends TokenException {
  private static final long serialVersionUID = 1L;

  StaleHandleException(String message) {
    super(message, true, null);
  }
}
