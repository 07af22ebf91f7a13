package dev.kekkai.keyserver.audit.format;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hashes of a chain: {@code H(0) = SHA-256(0x00 | header)}, {@code H(n) = SHA-256(0x01 | H(n-1)
 * | entry)}.
 */
public final class HashChain {
  /** The length of a hash in bytes. */
  public static final int HASH_LENGTH = 32;

  private static final byte START = 0;
  private static final byte NEXT = 1;

  private HashChain() {}

  /**
   * The hash that a chain starts from.
   *
   * @param header the chain's encoded header
   * @return 32 bytes
   */
  public static Bytes start(byte[] header) {
    MessageDigest sha256 = sha256();
    sha256.update(START);
    return Bytes.of(sha256.digest(header));
  }

  /**
   * The hash after one more entry.
   *
   * @param before the hash before it, 32 bytes
   * @param entry the encoded entry
   * @return 32 bytes
   */
  public static Bytes next(Bytes before, byte[] entry) {
    MessageDigest sha256 = sha256();
    sha256.update(NEXT);
    sha256.update(before.array());
    return Bytes.of(sha256.digest(entry));
  }

  static void requireHash(Bytes value) {
    if (value.length() != HASH_LENGTH) {
      throw new IllegalArgumentException(
          "A hash has " + HASH_LENGTH + " bytes, not " + value.length());
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
