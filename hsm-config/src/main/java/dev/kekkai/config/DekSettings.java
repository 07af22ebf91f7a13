package dev.kekkai.config;

import java.time.Duration;

/**
 * When a DEK ends, a materialised one and a stored one, and where it may come from.
 *
 * @param maxAge longest life of one materialisation ({@code dek.max-age}), 1 ms to 365 days
 * @param maxUses most encryptions by one materialisation, or taken at once from a stored DEK's
 *     budget ({@code dek.max-uses}), 1 to 2^32 (NIST SP 800-38D, 8.3: the bound for random nonces
 *     per key, over all hosts)
 * @param budget most encryptions under one version of a stored DEK, over all hosts ({@code
 *     dek.budget}), 2 to 2^32
 * @param cryptoperiod how long a version of a stored DEK encrypts ({@code dek.cryptoperiod}), 1 s
 *     to 3650 days
 * @param imported whether a software key may become a DEK or be wrapped ({@code dek.import})
 */
public record DekSettings(
    Duration maxAge, long maxUses, long budget, Duration cryptoperiod, DekImport imported) {}
