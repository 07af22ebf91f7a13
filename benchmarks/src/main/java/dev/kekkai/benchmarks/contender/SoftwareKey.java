package dev.kekkai.benchmarks.contender;

import java.security.SecureRandom;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** AES-256 keys whose bytes are in memory. */
final class SoftwareKey {
  private static final int BYTES = 32;

  private SoftwareKey() {}

  static byte[] bytes() {
    byte[] value = new byte[BYTES];
    new SecureRandom().nextBytes(value);
    return value;
  }

  static SecretKey fresh() {
    return new SecretKeySpec(bytes(), "AES");
  }
}
