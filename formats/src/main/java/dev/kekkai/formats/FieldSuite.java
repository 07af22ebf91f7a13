package dev.kekkai.formats;

import java.util.Optional;

/**
 * The algorithm of a field token. A suite fixes key, nonce and tag length.
 *
 * <p>Tokens carry {@link #id()}, a number fixed in {@code docs/formats/field-token.md}; neither the
 * order nor the names of the constants are ever written down.
 */
public enum FieldSuite {
  /** AES-256 in GCM with a 12-byte nonce and a 16-byte tag (NIST SP 800-38D), id 1. */
  AES_256_GCM(1, "AES-256-GCM", "AES_256/GCM/NoPadding", 12, 16);

  /** {@link #values()} is a copy each time. */
  private static final FieldSuite[] ALL = values();

  private final int id;
  private final String displayName;
  private final String transformation;
  private final int nonceBytes;
  private final int tagBytes;

  FieldSuite(int id, String displayName, String transformation, int nonceBytes, int tagBytes) {
    this.id = id;
    this.displayName = displayName;
    this.transformation = transformation;
    this.nonceBytes = nonceBytes;
    this.tagBytes = tagBytes;
  }

  /**
   * The number that stands for this suite in a token.
   *
   * @return the persisted id, 1 to 255
   */
  public int id() {
    return id;
  }

  /**
   * The length of the nonce.
   *
   * @return the length in bytes
   */
  public int nonceBytes() {
    return nonceBytes;
  }

  /**
   * The length of the authentication tag.
   *
   * @return the length in bytes
   */
  public int tagBytes() {
    return tagBytes;
  }

  /**
   * Finds the suite with a persisted id.
   *
   * @param id the id as a token carries it
   * @return the suite, or empty when this release knows none of that id
   */
  public static Optional<FieldSuite> byId(int id) {
    for (FieldSuite suite : ALL) {
      if (suite.id == id) {
        return Optional.of(suite);
      }
    }
    return Optional.empty();
  }

  /** The JCA transformation, which names the key length so that the provider checks it. */
  String transformation() {
    return transformation;
  }

  /** The bytes a token has beside its ciphertext. */
  int overheadBytes() {
    return FieldHeader.BYTES + nonceBytes + tagBytes;
  }

  /** Where in a token ciphertext and tag begin. */
  int bodyOffset() {
    return FieldHeader.BYTES + nonceBytes;
  }

  /**
   * The suite's usual name.
   *
   * @return for instance {@code AES-256-GCM}
   */
  @Override
  public String toString() {
    return displayName;
  }
}
