package dev.kekkai.cryptoki;

/** CKF_ flags in use (PKCS #11 v3.1, sections 3.2 to 3.6). */
public final class Ckf {
  /** Token: login is needed for private objects. */
  public static final long LOGIN_REQUIRED = 0x4;

  /** Token: the user's PIN has been set. */
  public static final long USER_PIN_INITIALIZED = 0x8;

  /** Token: C_InitToken has been called. */
  public static final long TOKEN_INITIALIZED = 0x400;

  /** Token: a wrong user PIN was given since the last success. */
  public static final long USER_PIN_COUNT_LOW = 0x10000;

  /** Token: one more wrong user PIN locks the token. */
  public static final long USER_PIN_FINAL_TRY = 0x20000;

  /** Token: the user's PIN is locked. */
  public static final long USER_PIN_LOCKED = 0x40000;

  /** Session: read and write. */
  public static final long RW_SESSION = 0x2;

  /** Session: must always be set. */
  public static final long SERIAL_SESSION = 0x4;

  private Ckf() {}
}
