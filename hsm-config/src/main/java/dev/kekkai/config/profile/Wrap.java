package dev.kekkai.config.profile;

import java.util.OptionalLong;

/**
 * Group {@code wrap}: AES key wrap, by meaning, since modules disagree on what a number means.
 *
 * @param functions whether the module has C_WrapKey and C_UnwrapKey
 * @param rfc3394 CKM number that wraps as RFC 3394; empty when the module has none
 * @param rfc5649 CKM number that wraps as RFC 5649; empty when the module has none
 * @param pkcs7to8 CKM number that pads to 8 bytes as PKCS #7 does and then wraps as RFC 3394; known
 *     so that nobody takes it for RFC 5649, and never used
 * @param pkcs7to16 the same, padding to 16 bytes
 * @param ivParam what is sent as mechanism parameter
 * @param unwrapValueLen whether C_UnwrapKey is told CKA_VALUE_LEN
 */
public record Wrap(
    boolean functions,
    OptionalLong rfc3394,
    OptionalLong rfc5649,
    OptionalLong pkcs7to8,
    OptionalLong pkcs7to16,
    IvParam ivParam,
    boolean unwrapValueLen) {}
