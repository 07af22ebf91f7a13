package dev.kekkai.provider.spi.gcm;

import dev.kekkai.provider.bulk.BulkKey;
import java.security.SecureRandom;

/**
 * Fresh random IVs (SP 800-38D, section 8.2.2). The generator is the JVM's own, one for each
 * thread: a generator that a caller hands in would decide over the security of every message under
 * the key.
 */
final class NonceSource {
  private static final ThreadLocal<SecureRandom> RANDOM =
      ThreadLocal.withInitial(SecureRandom::new);

  private NonceSource() {}

  static byte[] next() {
    byte[] iv = new byte[BulkKey.IV_BYTES];
    RANDOM.get().nextBytes(iv);
    return iv;
  }
}
