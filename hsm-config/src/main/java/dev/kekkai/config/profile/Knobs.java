package dev.kekkai.config.profile;

/**
 * Names of knobs that a wrong guess at would be dangerous: an unverified value of one of them is
 * not used.
 */
public final class Knobs {
  /** Whether the module has C_WrapKey and C_UnwrapKey. */
  public static final String WRAP_FUNCTIONS = "wrap.functions";

  /** Which mechanism wraps as RFC 3394. */
  public static final String WRAP_RFC3394 = "wrap.rfc3394";

  /** Which mechanism wraps as RFC 5649. */
  public static final String WRAP_RFC5649 = "wrap.rfc5649";

  /** Who makes the IV of an AES-GCM encryption. */
  public static final String GCM_IV_SOURCE = "gcm.ivSource";

  /** Where an IV that the module made comes back. */
  public static final String GCM_IV_RETURN = "gcm.ivReturn";

  /** ulIvBits of an encryption; as a number only, since the IV's own length is no guess. */
  public static final String GCM_IV_BITS = "gcm.ivBits";

  /** How a DEK gets into software. */
  public static final String SOFTWARE_DEK_PATH = "softwareDek.path";

  /** Whether a secret derived by ECDH can be read. */
  public static final String ECDH_DERIVED_READABLE = "ecdh.derivedReadable";

  private Knobs() {}
}
