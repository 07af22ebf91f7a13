package dev.kekkai.provider.keys;

import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.TokenException;

/**
 * A wrapped DEK or ciphertext is not what this key made. One text for every way that can be, and no
 * cause: an answer that tells them apart is an oracle.
 */
public final class BadBlobException extends TokenException {
  private static final long serialVersionUID = 1L;

  /** The one text. */
  public static final String TEXT =
      "The wrapped key is damaged, was wrapped under another KEK, or is no wrapped AES-256 key";

  /** Whether the token may have been in trouble instead; for those who must not guess. */
  private final boolean doubtful;

  /** Makes one. */
  public BadBlobException() {
    super(TEXT, false, null);
    doubtful = false;
  }

  /** The token's refusal, which it tells nobody but the token's own keeper. */
  BadBlobException(CryptokiException answer) {
    super(TEXT, answer);
    doubtful = answer.mayBeTrouble();
  }

  /**
   * Whether the token may have been in trouble instead.
   *
   * @return true when nothing must be destroyed for it
   */
  public boolean mayBeTrouble() {
    return doubtful;
  }
}
