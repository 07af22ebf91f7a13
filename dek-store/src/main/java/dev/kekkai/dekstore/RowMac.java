package dev.kekkai.dekstore;

import dev.kekkai.cryptoki.TokenException;

/** HMAC-SHA-256 by the key of the row tags. Implementations are thread-safe. */
interface RowMac {
  /**
   * Computes the HMAC.
   *
   * @param message what to authenticate
   * @return 32 bytes
   * @throws TokenException when the token doesn't answer
   */
  byte[] of(byte[] message) throws TokenException;
}
