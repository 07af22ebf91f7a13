package dev.kekkai.config;

/** Whether a key that software has in clear may become a DEK, or be wrapped. */
public enum DekImport {
  /** As plain JCA: an application's code decides. */
  ALLOW,
  /**
   * Kekkai wraps no key but those that the token made. A blob that somebody made by himself with an
   * RSA KEK's public half opens all the same.
   */
  REFUSE
}
