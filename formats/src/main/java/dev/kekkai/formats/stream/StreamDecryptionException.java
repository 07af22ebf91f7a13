package dev.kekkai.formats.stream;

import java.security.GeneralSecurityException;

/**
 * A stream did not decrypt.
 *
 * <p>The one error for every way a stream with a readable header can be wrong: cut short,
 * lengthened, reordered, put together of several, altered, under another DEK, or bound to another
 * context. It always has the same text and never a cause, because telling these apart helps whoever
 * feeds in forged streams.
 */
public final class StreamDecryptionException extends GeneralSecurityException {

  private static final long serialVersionUID = 1L;

  private static final String MESSAGE =
      "The stream does not decrypt with this DEK and context: it was altered, cut short or put"
          + " together of others, or belongs elsewhere";

  /**
   * Creates the exception. Callers that unwrap the DEK throw it too, when the header's wrapped DEK
   * does not open, so that this is no different from any other wrong stream.
   */
  public StreamDecryptionException() {
    super(MESSAGE, null);
  }
}
