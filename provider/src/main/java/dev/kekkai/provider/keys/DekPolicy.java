package dev.kekkai.provider.keys;

import dev.kekkai.config.BulkMode;
import dev.kekkai.config.KekkaiConfig;
import java.time.Duration;

/**
 * What may be done with a DEK, and for how long.
 *
 * @param bulk where AES-GCM runs
 * @param maxAge longest life of one materialisation; after it the DEK is unwrapped again
 * @param maxUses most encryptions through one handle (SP 800-38D, section 8.3); 0 where they are
 *     granted bit by bit, see {@link DekHandle#grant}
 */
public record DekPolicy(BulkMode bulk, Duration maxAge, long maxUses) {

  /**
   * The operator's policy.
   *
   * @param config the configuration
   * @return {@code bulk}, {@code dek.max-age} and {@code dek.max-uses}
   */
  public static DekPolicy of(KekkaiConfig config) {
    return new DekPolicy(config.bulk().mode(), config.deks().maxAge(), config.deks().maxUses());
  }

  /**
   * The same with another bulk mode, for a key that is to differ from the configuration.
   *
   * @param mode where AES-GCM runs
   * @return a new policy
   */
  public DekPolicy withBulk(BulkMode mode) {
    return new DekPolicy(mode, maxAge, maxUses);
  }

  /**
   * The same, but without a budget of its own: each encryption must have been granted. For whoever
   * counts the uses of a DEK over all hosts.
   *
   * @return a new policy
   */
  public DekPolicy withGrantedUses() {
    return new DekPolicy(bulk, maxAge, 0);
  }
}
