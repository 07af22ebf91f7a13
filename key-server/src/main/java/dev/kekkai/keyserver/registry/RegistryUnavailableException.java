package dev.kekkai.keyserver.registry;

/**
 * The database that the registry is in does not answer, or has not for so long that what is known
 * may be wrong by now. What was asked for may not be done.
 */
public final class RegistryUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RegistryUnavailableException(String what, Throwable cause) {
    super("The client registry could not " + what + ": " + cause.getMessage(), cause);
  }

  RegistryUnavailableException(String message) {
    super(message);
  }
}
