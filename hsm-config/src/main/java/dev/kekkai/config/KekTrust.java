package dev.kekkai.config;

/** Which KEKs on the token are used. */
public enum KekTrust {
  /** Each that keeps the rules, whoever made it. */
  RULES,
  /** Those that a person adopted, and no others ({@code kek.adopted}). */
  ADOPTED
}
