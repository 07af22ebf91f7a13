package dev.kekkai.config.profile;

/**
 * Group {@code session}.
 *
 * @param readWrite whether every session is opened with CKF_RW_SESSION; one that makes token
 *     objects is in any case
 * @param max most sessions the module takes from one application; 0 when no limit is known
 */
public record Session(boolean readWrite, int max) {}
