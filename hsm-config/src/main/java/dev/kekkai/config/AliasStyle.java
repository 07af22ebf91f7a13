package dev.kekkai.config;

/** Under which type names the key store is offered. */
public enum AliasStyle {
  /** As {@code Kekkai} only. */
  KEKKAI,
  /** As {@code PKCS11} too, for software that asks for that type. */
  PKCS11
}
