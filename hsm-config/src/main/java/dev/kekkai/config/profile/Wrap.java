package dev.kekkai.config.profile;

import java.util.OptionalLong;

/**
 * Group {@code wrap}: AES key wrap, by meaning, since modules disagree on what a number means.
 *
 * @param rfc3394 CKM number that wraps as RFC 3394; empty when the module has none
 * @param rfc5649 CKM number that wraps as RFC 5649; empty when the module has none
 * @param ivParam what is sent as mechanism parameter
 */
public record Wrap(OptionalLong rfc3394, OptionalLong rfc5649, IvParam ivParam) {}
