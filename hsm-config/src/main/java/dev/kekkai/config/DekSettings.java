package dev.kekkai.config;

import java.time.Duration;

/**
 * When a materialised DEK ends.
 *
 * @param maxAge longest life of one materialisation ({@code dek.max-age}), 1 ms to 365 days
 * @param maxUses most encryptions by one materialisation ({@code dek.max-uses}), 1 to 2^32 (NIST SP
 *     800-38D, 8.3: the bound for random nonces per key, over all hosts)
 */
public record DekSettings(Duration maxAge, long maxUses) {}
