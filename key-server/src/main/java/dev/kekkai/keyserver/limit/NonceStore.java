package dev.kekkai.keyserver.limit;

import java.time.Instant;

/** Nonces of signed requests, over all servers. Thread-safe. */
public interface NonceStore {
  /**
   * Uses a nonce up.
   *
   * @param keyId the key that signed
   * @param nonce as in the signature's parameters
   * @param until when the signature expires, after which the nonce may be forgotten
   * @return false when some server has seen it before: a replay
   * @throws LimitUnavailableException when it can't be known
   */
  boolean use(String keyId, String nonce, Instant until) throws LimitUnavailableException;
}
