package dev.kekkai.keyserver;

import org.jspecify.annotations.Nullable;

/** The server can't start, and waiting would not help: somebody has to change something. */
public final class StartException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * With a reason.
   *
   * @param message what is wrong and what would be right
   * @param cause what was caught, or null
   */
  public StartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
