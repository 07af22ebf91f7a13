package dev.kekkai.config.profile;

/** How an empty label is said in CK_RSA_PKCS_OAEP_PARAMS. */
public enum OaepSourceData {
  /** pSourceData is NULL. */
  NULL,
  /** pSourceData points to zero bytes. */
  EMPTY
}
