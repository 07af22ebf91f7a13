package dev.kekkai.keyserver.keks;

import org.jspecify.annotations.Nullable;

/** The HSM does not answer, or does not have what it should: nothing to do with what was sent. */
public final class KeksUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * With a reason.
   *
   * @param message what is wrong, for the server's log
   * @param cause what was caught, or null
   */
  public KeksUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
