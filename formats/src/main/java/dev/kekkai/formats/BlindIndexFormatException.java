package dev.kekkai.formats;

import java.security.GeneralSecurityException;

/** Text that has not the structure of a blind index; the message says in which way. */
public final class BlindIndexFormatException extends GeneralSecurityException {

  private static final long serialVersionUID = 1L;

  BlindIndexFormatException(String message) {
    super(message);
  }
}
