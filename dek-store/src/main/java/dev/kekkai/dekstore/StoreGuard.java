package dev.kekkai.dekstore;

import dev.kekkai.cryptoki.TokenException;

/** Authenticates a store's head, and hears of each new one. Implementations are thread-safe. */
public interface StoreGuard {

  /**
   * Tags a head.
   *
   * @param head the head
   * @return HMAC-SHA-256 in base64
   * @throws TokenException when the token doesn't answer
   */
  String tag(StoreHead head) throws TokenException;

  /**
   * Asked before a row is changed.
   *
   * @throws StoreReadOnlyException when no row may be changed
   */
  void requireWritable();

  /**
   * Told when a change is durable.
   *
   * @param head what the store holds now
   */
  void changed(StoreHead head);
}
