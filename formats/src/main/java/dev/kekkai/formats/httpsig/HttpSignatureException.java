package dev.kekkai.formats.httpsig;

import java.security.GeneralSecurityException;

/**
 * A request whose signature is missing, malformed, covers too little or is not fresh.
 *
 * <p>The message says what was wrong and what would be right. It is meant for the server's log: it
 * quotes no header value and no part of the signature base. Whoever sent the request should be told
 * no more than that it was refused.
 */
public final class HttpSignatureException extends GeneralSecurityException {

  private static final long serialVersionUID = 1L;

  HttpSignatureException(String message) {
    super(message);
  }
}
