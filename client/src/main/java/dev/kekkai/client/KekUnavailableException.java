package dev.kekkai.client;

/**
 * There is no public KEK to seal with: no set has been taken yet, the set has no KEK of that name,
 * or it is expired for longer than the grace. The message says which, and what to do.
 */
public final class KekUnavailableException extends KekkaiClientException {

  private static final long serialVersionUID = 1L;

  KekUnavailableException(String message) {
    super(message, null);
  }
}
