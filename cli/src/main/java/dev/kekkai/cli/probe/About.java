package dev.kekkai.cli.probe;

/** What probes are about that others speak of: for people, and to tell one probe from another. */
public final class About {
  /** Which mechanism wraps an AES key, and how. */
  public static final String WRAP = "AES key wrap";

  /** Whether there are wrapping and unwrapping at all. */
  public static final String FUNCTIONS = "C_WrapKey and C_UnwrapKey";

  /** RSA-OAEP. */
  public static final String RSA = "RSA-OAEP";

  /** What unwrapped keys can be used for. */
  public static final String DEK = "unwrapped keys";

  /** What a KEK says of the keys that it unwraps. */
  public static final String PINNED = "CKA_UNWRAP_TEMPLATE";

  /** ECDH. */
  public static final String ECDH = "ECDH";

  /** Whose the IV is, and whether forgeries are refused. */
  public static final String GCM = "AES-GCM";

  /** How long messages may be. */
  public static final String GCM_SIZES = "sizes of AES-GCM messages";

  private About() {}
}
