package dev.kekkai.config.profile;

/** The one usage an RSA KEK has on a module. */
public enum RsaKekUsage {
  /** CKA_UNWRAP, used with C_UnwrapKey. */
  UNWRAP,
  /** CKA_DECRYPT, used with C_Decrypt: for modules that can't unwrap. */
  DECRYPT
}
