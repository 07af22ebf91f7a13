package dev.kekkai.keyserver.tls;

/** A certificate or key file that can't be used; the message says why and what would be right. */
public final class TlsFileException extends Exception {
  private static final long serialVersionUID = 1L;

  TlsFileException(String message) {
    super(message);
  }

  TlsFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
