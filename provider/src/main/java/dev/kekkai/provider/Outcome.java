package dev.kekkai.provider;

/** How an {@link Operation} ended. */
public enum Outcome {
  /** Done. */
  OK,

  /**
   * What the caller brought can't be right: a ciphertext or blob that doesn't fit its key, or a
   * message that is too long. Says nothing bad of the token.
   */
  BAD_INPUT,

  /** Not done, for any other reason. */
  FAILED
}
