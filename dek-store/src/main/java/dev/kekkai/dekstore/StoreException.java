package dev.kekkai.dekstore;

import org.jspecify.annotations.Nullable;

/** The DEK store can't be used, or refused; the message says what would be right. */
public class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes one.
   *
   * @param message what is wrong; no secret
   * @param cause what the database said, or null
   */
  public StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
