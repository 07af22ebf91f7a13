package dev.kekkai.cryptoki;

import java.util.Locale;
import java.util.Map;

/** CKM_ mechanism numbers in use (PKCS #11 v3.1, section 6). */
public final class Ckm {
  /** RSA key pair generation. */
  public static final long RSA_PKCS_KEY_PAIR_GEN = 0x0;

  /** RSA-OAEP (RFC 8017). */
  public static final long RSA_PKCS_OAEP = 0x9;

  /** SHA-1, as a hash parameter of OAEP. */
  public static final long SHA_1 = 0x220;

  /** SHA-256, as a hash parameter of OAEP. */
  public static final long SHA256 = 0x250;

  /** SHA-384, as a hash parameter of OAEP. */
  public static final long SHA384 = 0x260;

  /** SHA-512, as a hash parameter of OAEP. */
  public static final long SHA512 = 0x270;

  /** HMAC with SHA-256. */
  public static final long SHA256_HMAC = 0x251;

  /** Generic secret key generation. */
  public static final long GENERIC_SECRET_KEY_GEN = 0x350;

  /** EC key pair generation. */
  public static final long EC_KEY_PAIR_GEN = 0x1040;

  /** ECDSA over a hash made by the caller. */
  public static final long ECDSA = 0x1041;

  /** ECDH key derivation. */
  public static final long ECDH1_DERIVE = 0x1050;

  /** AES key generation. */
  public static final long AES_KEY_GEN = 0x1080;

  /** AES-ECB; named only so that tests can show that a token refuses it. */
  public static final long AES_ECB = 0x1081;

  /** AES-GCM (SP 800-38D). */
  public static final long AES_GCM = 0x1087;

  /** AES key wrap without padding (RFC 3394). */
  public static final long AES_KEY_WRAP = 0x2109;

  /** AES key wrap with a padding on which vendors disagree; see the profiles. */
  public static final long AES_KEY_WRAP_PAD = 0x210A;

  /** AES key wrap with padding (RFC 5649). */
  public static final long AES_KEY_WRAP_KWP = 0x210B;

  private static final Map<Long, String> NAMES =
      Map.ofEntries(
          Map.entry(RSA_PKCS_KEY_PAIR_GEN, "CKM_RSA_PKCS_KEY_PAIR_GEN"),
          Map.entry(RSA_PKCS_OAEP, "CKM_RSA_PKCS_OAEP"),
          Map.entry(SHA256_HMAC, "CKM_SHA256_HMAC"),
          Map.entry(GENERIC_SECRET_KEY_GEN, "CKM_GENERIC_SECRET_KEY_GEN"),
          Map.entry(EC_KEY_PAIR_GEN, "CKM_EC_KEY_PAIR_GEN"),
          Map.entry(ECDSA, "CKM_ECDSA"),
          Map.entry(ECDH1_DERIVE, "CKM_ECDH1_DERIVE"),
          Map.entry(AES_KEY_GEN, "CKM_AES_KEY_GEN"),
          Map.entry(AES_ECB, "CKM_AES_ECB"),
          Map.entry(AES_GCM, "CKM_AES_GCM"),
          Map.entry(AES_KEY_WRAP, "CKM_AES_KEY_WRAP"),
          Map.entry(AES_KEY_WRAP_PAD, "CKM_AES_KEY_WRAP_PAD"),
          Map.entry(AES_KEY_WRAP_KWP, "CKM_AES_KEY_WRAP_KWP"));

  private Ckm() {}

  /**
   * A mechanism's name for messages.
   *
   * @param mechanism a CKM_ number
   * @return its name where known here, else its number
   */
  public static String name(long mechanism) {
    return NAMES.getOrDefault(mechanism, String.format(Locale.ROOT, "mechanism 0x%08X", mechanism));
  }
}
