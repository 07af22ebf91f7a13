package dev.kekkai.config;

/** Whether a key that software has in clear may become a DEK, or be wrapped. */
public enum DekImport {
  /** As plain JCA: an application's code decides. */
  ALLOW,
  /** DEKs are made in the token, and no others are used. */
  REFUSE
}
