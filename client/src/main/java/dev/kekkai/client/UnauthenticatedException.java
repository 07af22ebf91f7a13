package dev.kekkai.client;

/**
 * The key server did not believe who asks: unknown key id, wrong signing key, a certificate that
 * belongs to another client, or clocks too far apart. The key server's table of rejects says which,
 * of those that its sample has; the answer does not. The request is not repeated by itself.
 */
public final class UnauthenticatedException extends KeyServerException {

  private static final long serialVersionUID = 1L;

  UnauthenticatedException(String aboutClocks) {
    super(
        "The key server did not accept the signature: check the key id, that signing key and"
            + " certificate are registered for the same client, and the clock"
            + aboutClocks,
        null);
  }
}
