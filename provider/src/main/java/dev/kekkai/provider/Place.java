package dev.kekkai.provider;

/** Where an {@link Operation} runs. */
public enum Place {
  /** In the token. */
  HSM,

  /** In this process, with a DEK whose policy says {@code bulk = software}. */
  SOFTWARE
}
