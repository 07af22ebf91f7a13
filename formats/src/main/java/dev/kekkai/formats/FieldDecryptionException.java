package dev.kekkai.formats;

import java.security.GeneralSecurityException;

/**
 * A field token did not decrypt.
 *
 * <p>The one error for every way a token can be wrong: truncated, altered, of another version,
 * under another DEK, or bound to another context. It always has the same text and never a cause,
 * because telling these apart helps whoever feeds in forged tokens. To look into a token by hand,
 * use {@link FieldToken#parse(byte[])}.
 */
public final class FieldDecryptionException extends GeneralSecurityException {

  private static final long serialVersionUID = 1L;

  private static final String MESSAGE =
      "The field token does not decrypt with this DEK and context";

  /**
   * Creates the exception. Callers that choose the DEK by a token's DEK id throw it too, when they
   * have no such DEK, so that this is no different from any other wrong token.
   */
  public FieldDecryptionException() {
    super(MESSAGE, null);
  }
}
