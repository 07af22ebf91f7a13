package dev.kekkai.cryptoki;

import java.util.Locale;
import java.util.Map;

/** CKA_ attribute numbers in use (PKCS #11 v3.1, section 4). */
public final class Cka {
  /** Object class. */
  public static final long CLASS = 0x0;

  /** Whether the object is kept on the token. */
  public static final long TOKEN = 0x1;

  /** Whether a login is needed to see the object. */
  public static final long PRIVATE = 0x2;

  /** A name for people. */
  public static final long LABEL = 0x3;

  /** The value of a secret key. */
  public static final long VALUE = 0x11;

  /** Key type. */
  public static final long KEY_TYPE = 0x100;

  /** Key identifier, any bytes. */
  public static final long ID = 0x102;

  /** Whether the value may not be read. */
  public static final long SENSITIVE = 0x103;

  /** Usage: encrypt. */
  public static final long ENCRYPT = 0x104;

  /** Usage: decrypt. */
  public static final long DECRYPT = 0x105;

  /** Usage: wrap. */
  public static final long WRAP = 0x106;

  /** Usage: unwrap. */
  public static final long UNWRAP = 0x107;

  /** Usage: sign. */
  public static final long SIGN = 0x108;

  /** Usage: sign so that the data can be had from the signature. */
  public static final long SIGN_RECOVER = 0x109;

  /** Usage: verify. */
  public static final long VERIFY = 0x10A;

  /** Usage: verify, and recover the data from the signature. */
  public static final long VERIFY_RECOVER = 0x10B;

  /** Usage: derive. */
  public static final long DERIVE = 0x10C;

  /** RSA modulus. */
  public static final long MODULUS = 0x120;

  /** RSA modulus length in bits. */
  public static final long MODULUS_BITS = 0x121;

  /** RSA public exponent. */
  public static final long PUBLIC_EXPONENT = 0x122;

  /** DER SubjectPublicKeyInfo of a private key's public half. */
  public static final long PUBLIC_KEY_INFO = 0x129;

  /** Length of a secret key in bytes. */
  public static final long VALUE_LEN = 0x161;

  /** Whether the key can be wrapped. */
  public static final long EXTRACTABLE = 0x162;

  /** Whether the key was made on the token. */
  public static final long LOCAL = 0x163;

  /** Whether the key never was extractable. */
  public static final long NEVER_EXTRACTABLE = 0x164;

  /** Whether the key always was sensitive. */
  public static final long ALWAYS_SENSITIVE = 0x165;

  /** Whether attributes can be changed. */
  public static final long MODIFIABLE = 0x170;

  /** Whether the object can be copied. */
  public static final long COPYABLE = 0x171;

  /** DER of the curve's parameters. */
  public static final long EC_PARAMS = 0x180;

  /** DER octet string of the public point. */
  public static final long EC_POINT = 0x181;

  /** Whether the officer trusts the key, such as for wrapping. */
  public static final long TRUSTED = 0x86;

  /** Whether only a trusted KEK may wrap the key. */
  public static final long WRAP_WITH_TRUSTED = 0x210;

  /** Attributes that every unwrapped key must have. */
  public static final long UNWRAP_TEMPLATE = 0x40000212L;

  /** Mechanisms the key may be used with. */
  public static final long ALLOWED_MECHANISMS = 0x40000600L;

  private static final Map<Long, String> NAMES =
      Map.ofEntries(
          Map.entry(CLASS, "CKA_CLASS"),
          Map.entry(TOKEN, "CKA_TOKEN"),
          Map.entry(PRIVATE, "CKA_PRIVATE"),
          Map.entry(LABEL, "CKA_LABEL"),
          Map.entry(VALUE, "CKA_VALUE"),
          Map.entry(TRUSTED, "CKA_TRUSTED"),
          Map.entry(KEY_TYPE, "CKA_KEY_TYPE"),
          Map.entry(ID, "CKA_ID"),
          Map.entry(SENSITIVE, "CKA_SENSITIVE"),
          Map.entry(ENCRYPT, "CKA_ENCRYPT"),
          Map.entry(DECRYPT, "CKA_DECRYPT"),
          Map.entry(WRAP, "CKA_WRAP"),
          Map.entry(UNWRAP, "CKA_UNWRAP"),
          Map.entry(SIGN, "CKA_SIGN"),
          Map.entry(SIGN_RECOVER, "CKA_SIGN_RECOVER"),
          Map.entry(VERIFY, "CKA_VERIFY"),
          Map.entry(VERIFY_RECOVER, "CKA_VERIFY_RECOVER"),
          Map.entry(DERIVE, "CKA_DERIVE"),
          Map.entry(MODULUS, "CKA_MODULUS"),
          Map.entry(MODULUS_BITS, "CKA_MODULUS_BITS"),
          Map.entry(PUBLIC_EXPONENT, "CKA_PUBLIC_EXPONENT"),
          Map.entry(PUBLIC_KEY_INFO, "CKA_PUBLIC_KEY_INFO"),
          Map.entry(VALUE_LEN, "CKA_VALUE_LEN"),
          Map.entry(EXTRACTABLE, "CKA_EXTRACTABLE"),
          Map.entry(LOCAL, "CKA_LOCAL"),
          Map.entry(NEVER_EXTRACTABLE, "CKA_NEVER_EXTRACTABLE"),
          Map.entry(ALWAYS_SENSITIVE, "CKA_ALWAYS_SENSITIVE"),
          Map.entry(MODIFIABLE, "CKA_MODIFIABLE"),
          Map.entry(COPYABLE, "CKA_COPYABLE"),
          Map.entry(EC_PARAMS, "CKA_EC_PARAMS"),
          Map.entry(EC_POINT, "CKA_EC_POINT"),
          Map.entry(WRAP_WITH_TRUSTED, "CKA_WRAP_WITH_TRUSTED"),
          Map.entry(UNWRAP_TEMPLATE, "CKA_UNWRAP_TEMPLATE"),
          Map.entry(ALLOWED_MECHANISMS, "CKA_ALLOWED_MECHANISMS"));

  private Cka() {}

  /**
   * An attribute's name for messages.
   *
   * @param type a CKA_ number
   * @return its name where known here, else its number
   */
  public static String name(long type) {
    return NAMES.getOrDefault(type, String.format(Locale.ROOT, "attribute 0x%08X", type));
  }
}
