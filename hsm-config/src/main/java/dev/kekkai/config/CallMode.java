package dev.kekkai.config;

/** Which thread calls the module ({@code calls}). */
public enum CallMode {
  /** The caller's own. For modules in this process, where a call can't hang for long. */
  DIRECT,

  /**
   * One of Kekkai's. The caller gets an answer at its deadline even when the call hangs: for
   * modules that talk to a network.
   */
  DISPATCHED
}
