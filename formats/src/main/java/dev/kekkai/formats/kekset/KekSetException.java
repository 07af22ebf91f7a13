package dev.kekkai.formats.kekset;

import java.security.GeneralSecurityException;

/** A KEK set that is not to be used; the message says why. Nothing in it is secret. */
public final class KekSetException extends GeneralSecurityException {
  private static final long serialVersionUID = 1L;

  KekSetException(String message) {
    super(message);
  }
}
