package dev.kekkai.config.profile;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Group {@code gcm}: AES-GCM in the module.
 *
 * @param mechanism CKM number; empty when the module has no AES-GCM
 * @param ivSource who makes the IV when encrypting
 * @param ivReturn where an IV that the module made comes back
 * @param ivBytes length of the IVs the module makes; 12 where the caller makes them
 * @param ivBits ulIvBits of CK_GCM_PARAMS when encrypting; empty for eight times ulIvLen
 * @param maxBytes most bytes of data in one call; 0 for no limit
 * @param multipart whether C_EncryptUpdate and C_DecryptUpdate work
 */
public record Gcm(
    OptionalLong mechanism,
    IvSource ivSource,
    IvReturn ivReturn,
    int ivBytes,
    OptionalInt ivBits,
    int maxBytes,
    boolean multipart) {}
