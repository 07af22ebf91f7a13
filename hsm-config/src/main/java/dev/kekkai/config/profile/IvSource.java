package dev.kekkai.config.profile;

/** Who makes the IV of an AES-GCM encryption in the module. */
public enum IvSource {
  /** The caller of C_EncryptInit. */
  CALLER,
  /** The module, which writes 12 bytes to pIv during C_Encrypt. */
  HSM
}
