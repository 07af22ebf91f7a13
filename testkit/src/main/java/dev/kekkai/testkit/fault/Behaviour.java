package dev.kekkai.testkit.fault;

/** What a {@link PlayedModule} does otherwise than the real one, as {@code shim.h} has it. */
public enum Behaviour {
  /** A user's PIN is {@code user:password}; any other shape is a wrong PIN. */
  USER_PIN(1),

  /** A session for reading only is refused with CKR_FUNCTION_FAILED. */
  READ_WRITE_ONLY(2),

  /** CKA_SENSITIVE of a key is true, and asking for another is CKR_ATTRIBUTE_VALUE_INVALID. */
  READABLE_REFUSED(4),

  /** CKA_SENSITIVE of a key is true, whatever was asked for. */
  SENSITIVE_ALWAYS(8),

  /** CKA_ALLOWED_MECHANISMS and CKA_UNWRAP_TEMPLATE are CKR_ATTRIBUTE_TYPE_INVALID. */
  PLAIN_KEYS(16),

  /**
   * AES-GCM under an IV of 12 bytes that the module makes and writes to pIv, which has to be zero
   * before; not in parts.
   */
  IV_IN_PARAMETERS(32),

  /**
   * AES-GCM under an IV that the module makes, 16 bytes or with ulIvBits = 96 12, appended to the
   * tag; parts are kept until C_EncryptFinal.
   */
  IV_AFTER_TAG(64),

  /** No C_WrapKey, no C_UnwrapKey, no RSA key that unwraps, and no AES. */
  NO_WRAP(128),

  /** RFC 3394 and RFC 5649 have numbers of the vendor's own, and the standard's are not there. */
  OWN_NUMBERS(256),

  /** 0x210A is PKCS#7 padding to 8 bytes, then RFC 3394. */
  PKCS7_AT_210A(512),

  /** C_UnwrapKey without CKA_VALUE_LEN is CKR_TEMPLATE_INCOMPLETE. */
  VALUE_LEN_WANTED(2048),

  /**
   * AES-GCM under an IV of 12 bytes that the module makes and puts before the ciphertext, where
   * C_Decrypt wants it, too; pIv has to be null; not in parts.
   */
  IV_BEFORE(4096);

  private final int bit;

  Behaviour(int bit) {
    this.bit = bit;
  }

  int bit() {
    return bit;
  }
}
