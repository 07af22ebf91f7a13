package dev.kekkai.formats.envelope;

import java.security.GeneralSecurityException;

/**
 * A sealed envelope did not open.
 *
 * <p>The one error for every way in which an envelope can be wrong: altered, for another KEK, made
 * of parts of several, with an ephemeral key off the curve, or bound to another context. It always
 * has the same text and never a cause.
 */
public final class EnvelopeOpenException extends GeneralSecurityException {
  private static final long serialVersionUID = 1L;

  private static final String MESSAGE = "The envelope does not open with this KEK and context";

  /** Creates the exception. */
  public EnvelopeOpenException() {
    super(MESSAGE, null);
  }
}
