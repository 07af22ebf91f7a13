package dev.kekkai.cryptoki;

/** CKU_ user types (PKCS #11 v3.1, section 3.4). */
public final class Cku {
  /** The security officer. */
  public static final long SO = 0;

  /** The normal user. */
  public static final long USER = 1;

  private Cku() {}
}
