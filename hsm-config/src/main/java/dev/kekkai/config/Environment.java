package dev.kekkai.config;

/** How strict the start is. */
public enum Environment {
  /** Software tokens, PINs from the environment and an H2 store are allowed. */
  DEVELOPMENT,
  /** Those three and profile values nobody has measured are refused. */
  PRODUCTION
}
