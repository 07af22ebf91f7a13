package dev.kekkai.jpa;

import jakarta.persistence.PersistenceException;
import org.jspecify.annotations.Nullable;

/**
 * A value can't be encrypted, or can't be decrypted now: its DEK can't be opened or the token does
 * not answer, which the cause says, or it is used where that is impossible, which the message says.
 * The transaction is marked for rollback. A token that is wrong is a {@link
 * ColumnDecryptionException}.
 */
public class ColumnEncryptionException extends PersistenceException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what was wrong and what would be right; nothing of the value
   * @param cause what happened, if something did
   */
  ColumnEncryptionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
