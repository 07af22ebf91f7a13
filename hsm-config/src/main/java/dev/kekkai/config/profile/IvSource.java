package dev.kekkai.config.profile;

/** Who makes the IV of an AES-GCM encryption in the module. */
public enum IvSource {
  /** The caller of C_EncryptInit. */
  CALLER,
  /** The module, during C_Encrypt; {@link IvReturn} says where it is found then. */
  HSM
}
