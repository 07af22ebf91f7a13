package dev.kekkai.config;

/** What happens when a KEK is weaker than the DEKs under it (NIST SP 800-57 part 1, table 2). */
public enum Strength {
  /** Said when the KEK is made and kept in the inventory. */
  WARN,
  /** Refused. */
  STRICT
}
