package dev.kekkai.provider;

/** What a {@link KekkaiListener} is told of, one for each piece of work that a caller asks for. */
public enum Operation {
  /** AES-GCM encryption of one message with a DEK. */
  ENCRYPT,

  /** AES-GCM decryption of one message with a DEK. */
  DECRYPT,

  /** Wrapping a key under a KEK on the token. */
  WRAP,

  /**
   * Opening a blob with a KEK on the token: unwrapping it, or decrypting it with RSA. A rewrap is
   * one that lasts until the key is wrapped again.
   */
  UNWRAP,

  /** An ECDSA signature with a seal key. */
  SIGN,

  /** An HMAC with an index key. */
  MAC,

  /** An ECDH key agreement with an EC KEK. */
  AGREE,

  /** Making a DEK, or a key that stays on the token. */
  GENERATE
}
