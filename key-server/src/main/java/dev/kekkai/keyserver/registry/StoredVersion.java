package dev.kekkai.keyserver.registry;

import java.time.Instant;

/**
 * A version of the registry: which document, and who applied it.
 *
 * @param version 1 or more
 * @param appliedAt when
 * @param appliedBy by whom, as he said
 * @param sha256 of the document, 64 hexadecimal digits
 */
public record StoredVersion(long version, Instant appliedAt, String appliedBy, String sha256) {}
