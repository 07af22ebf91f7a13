package dev.kekkai.config.profile;

/** The one way a DEK gets out of the module for use in software. */
public enum SoftwareDekPath {
  /** Unwrap with EXTRACTABLE=T and SENSITIVE=F, then read CKA_VALUE. */
  READ_VALUE,
  /** C_Decrypt of an RSA-OAEP blob. */
  OAEP_DECRYPT,
  /** Unwrap, then wrap to an RSA public key made for this one time. */
  WRAP_TO_EPHEMERAL_RSA,
  /** There is none: only {@code bulk = hsm} works. */
  NONE
}
