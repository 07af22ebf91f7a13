package dev.kekkai.benchmarks.plan;

/** A column of the table: who does the work. */
public enum Column {
  /** Kekkai over java.lang.foreign. */
  KEKKAI_FFM("Kekkai ffm"),
  /** Kekkai over IAIK's natives. */
  KEKKAI_IAIK("Kekkai iaik"),
  /** Kekkai's fields under a DEK that is held, without a keyring. */
  BARE_FIELD("bare field"),
  /** Kekkai's AES-GCM under a DEK that is held, without fields and keyring. */
  BARE_GCM("bare GCM"),
  /** The bound: the same C_ calls from C. */
  C("C loop"),
  /** The JDK's PKCS#11 provider. */
  SUN_PKCS11("SunPKCS11"),
  /** The JDK's software provider; for fields: by hand, one Cipher and SecureRandom each. */
  SUN_JCE("SunJCE"),
  /** Tink with a held key. */
  TINK("Tink"),
  /** Tink's envelope. */
  TINK_ENVELOPE("Tink env."),
  /** AWS Encryption SDK with a caching materials manager. */
  AWS("AWS ESDK");

  private final String title;

  Column(String title) {
    this.title = title;
  }

  /**
   * The column's heading.
   *
   * @return at most 11 characters
   */
  public String title() {
    return title;
  }

  /**
   * Whether it is Kekkai.
   *
   * @return true for either binding
   */
  public boolean isOurs() {
    return this == KEKKAI_FFM || this == KEKKAI_IAIK;
  }
}
