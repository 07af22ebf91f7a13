package dev.kekkai.config.profile;

/** What the module does with the CKA_UNWRAP_TEMPLATE of a KEK. */
public enum UnwrapTemplateRule {
  /** Refuses or ignores it: do not send it. */
  UNSUPPORTED,
  /** Enforces it; the template of every C_UnwrapKey must repeat all of its attributes. */
  REPEAT_ALL,
  /** Adds its attributes to those of C_UnwrapKey (PKCS#11 v3.0 section 5.18.4). */
  UNION
}
