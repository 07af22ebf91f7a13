package dev.kekkai.cryptoki;

/** CKK_ key types in use (PKCS #11 v3.1, section 4). */
public final class Ckk {
  /** RSA. */
  public static final long RSA = 0x0;

  /** Elliptic curve. */
  public static final long EC = 0x3;

  /** Generic secret, for HMAC and derived secrets. */
  public static final long GENERIC_SECRET = 0x10;

  /** AES. */
  public static final long AES = 0x1F;

  private Ckk() {}
}
