package dev.kekkai.config.profile;

import java.util.OptionalLong;

/**
 * Group {@code gcm}: AES-GCM in the module.
 *
 * @param mechanism CKM number; empty when the module has no AES-GCM
 * @param ivSource who makes the IV when encrypting
 * @param maxBytes most bytes of data in one call; 0 for no limit
 * @param multipart whether C_EncryptUpdate and C_DecryptUpdate work
 */
public record Gcm(OptionalLong mechanism, IvSource ivSource, int maxBytes, boolean multipart) {}
