package dev.kekkai.config;

/** Whether a caller may choose the IV of an AES-GCM encryption. */
public enum CallerIv {
  /** As plain JCA: a caller's IV is taken, except the last one of the same Cipher. */
  ALLOW,
  /** Only IVs made by Kekkai or by the token encrypt. */
  REFUSE
}
