package dev.kekkai.config.profile;

/**
 * Group {@code ecdh}: CKM_ECDH1_DERIVE with CKD_NULL.
 *
 * @param pointEncoding how the other side's point is given
 * @param derivedReadable whether a secret derived with SENSITIVE=F and EXTRACTABLE=T can be read
 */
public record Ecdh(PointEncoding pointEncoding, boolean derivedReadable) {}
