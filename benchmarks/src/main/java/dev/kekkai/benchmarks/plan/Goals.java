package dev.kekkai.benchmarks.plan;

/**
 * All the numbers that are to be reached, and nothing else. Ratios within one run, on JDK 25 with
 * the foreign-memory binding.
 */
public final class Goals {
  /** Software GCM over SunJCE. */
  static final double SOFTWARE_GCM = 0.97;

  /** In-HSM GCM of 16 KiB and 1 MiB over the C loop. */
  static final double LARGE_GCM = 0.9;

  /** Ours on two threads over one, over the same of the C loop. */
  static final double SCALING = 0.95;

  /** Field encryption over Tink with a held key. */
  static final double FIELD_TINK = 1.0;

  /** Field encryption over Tink's envelope. */
  static final double FIELD_TINK_ENVELOPE = 7;

  /** Field encryption over the AWS Encryption SDK, caching. */
  static final double FIELD_AWS = 35;

  /** Fields through the keyring over fields without it. */
  static final double KEYRING = 0.9;

  /** Heap that one in-HSM encryption of 64 bytes allocates beyond the result. */
  static final double BYTES = 200;

  /** Through the key server over the bare rate of its HSM, an item in each request. */
  public static final double SERVER_SINGLE = 0.6;

  /** The same with 100 items in each request. */
  public static final double SERVER_BATCH = 0.9;

  /** Shown without a goal. */
  public static final double NONE = 0;

  private Goals() {}

  /** Wrap, and unwrap to a handle, over the C loop. */
  static double wrapping(Section token) {
    return token == Section.NSS ? 0.75 : 0.9;
  }

  /** In-HSM GCM of 64 bytes over the C loop. */
  static double smallGcm(Section token) {
    return token == Section.NSS ? 0.65 : 0.9;
  }
}
