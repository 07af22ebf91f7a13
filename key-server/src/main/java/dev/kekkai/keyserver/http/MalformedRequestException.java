package dev.kekkai.keyserver.http;

/** A body that is not what the endpoint takes. */
final class MalformedRequestException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedRequestException(String message) {
    super(message);
  }
}
