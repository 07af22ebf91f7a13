package dev.kekkai.formats.stream;

import java.security.GeneralSecurityException;

/**
 * Bytes that do not begin with the header of a stream that this release reads; the message says in
 * which way. It depends on nothing secret.
 */
public final class StreamFormatException extends GeneralSecurityException {

  private static final long serialVersionUID = 1L;

  StreamFormatException(String message) {
    super(message);
  }
}
