package dev.kekkai.formats.envelope;

import java.security.GeneralSecurityException;

/**
 * Text that has not the structure of a sealed envelope; the message says in which way, and depends
 * on nothing secret. It never holds any of the text.
 */
public final class EnvelopeFormatException extends GeneralSecurityException {
  private static final long serialVersionUID = 1L;

  EnvelopeFormatException(String message) {
    super(message);
  }
}
