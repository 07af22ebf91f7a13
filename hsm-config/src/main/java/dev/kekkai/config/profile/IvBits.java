package dev.kekkai.config.profile;

/** The value of ulIvBits in CK_GCM_PARAMS. */
public enum IvBits {
  /** Eight times the length of the IV. */
  LENGTH,
  /** Zero. */
  ZERO
}
