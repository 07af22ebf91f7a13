package dev.kekkai.cryptoki;

/** CKO_ object classes in use (PKCS #11 v3.1, section 4). */
public final class Cko {
  /** Bytes that mean nothing to the module. */
  public static final long DATA = 0;

  /** A public key. */
  public static final long PUBLIC_KEY = 2;

  /** A private key. */
  public static final long PRIVATE_KEY = 3;

  /** A secret key. */
  public static final long SECRET_KEY = 4;

  private Cko() {}
}
