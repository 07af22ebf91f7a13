package dev.kekkai.client;

import org.jspecify.annotations.Nullable;

/**
 * No key server did it within the deadline: none reachable, none ready, none whose TLS certificate
 * is in order, none that did not fail inside, or the waiting thread was interrupted. The message
 * says for each server what happened last.
 *
 * <p>Whether the last attempt was carried out is not known: it may be in the audit log and counted
 * in the quota. Opening and resealing change nothing at the server, so asking again is safe.
 */
public final class KeyServerUnavailableException extends KeyServerException {

  private static final long serialVersionUID = 1L;

  KeyServerUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
