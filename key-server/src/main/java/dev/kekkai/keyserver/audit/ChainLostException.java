package dev.kekkai.keyserver.audit;

/** The database no longer has what this server wrote, or has something else in its place. */
final class ChainLostException extends Exception {
  private static final long serialVersionUID = 1L;

  ChainLostException(String message) {
    super(message);
  }
}
