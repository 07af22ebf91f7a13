package dev.kekkai.dekstore;

import org.jspecify.annotations.Nullable;

/** The store has a row of that name already; nothing was changed. */
public final class NameTakenException extends StoreException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes one.
   *
   * @param what which row, such as {@code the DEK 'default'}
   * @param cause what the database said
   */
  public NameTakenException(String what, @Nullable Throwable cause) {
    super("The store has " + what + " already", cause);
  }
}
