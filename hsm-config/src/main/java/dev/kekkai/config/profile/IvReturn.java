package dev.kekkai.config.profile;

/** Where an IV that the module made comes back to its caller. */
public enum IvReturn {
  /** Nowhere: the caller made it. */
  NONE,
  /** Written into the memory that pIv of CK_GCM_PARAMS points to, during C_Encrypt. */
  PARAM,
  /** Before the ciphertext, in the output of C_Encrypt. */
  PREFIX,
  /** After the tag, in the output of C_Encrypt. */
  SUFFIX
}
