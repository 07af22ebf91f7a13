package dev.kekkai.config.profile;

/** The kinds of key a template is stated for; each has one usage set. */
public enum KeyKind {
  /** AES KEK: wrap, unwrap. */
  AES_KEK("aesKek"),
  /** Private half of an RSA KEK: unwrap, or decrypt. */
  RSA_KEK("rsaKek"),
  /** Private half of an EC KEK: derive. */
  EC_KEK("ecKek"),
  /** DEK, a session object: encrypt, decrypt. */
  DEK("dek"),
  /** HMAC key of a blind index: sign. */
  INDEX_KEY("indexKey"),
  /** Private half of a seal key: sign. */
  SEAL_KEY("sealKey");

  private final String text;

  KeyKind(String text) {
    this.text = text;
  }

  /**
   * Whether DEKs lie under it.
   *
   * @return true of AES, RSA and EC KEKs
   */
  public boolean isKek() {
    return this == AES_KEK || this == RSA_KEK || this == EC_KEK;
  }

  /**
   * The name as written in profile files.
   *
   * @return camel-case text
   */
  public String text() {
    return text;
  }
}
