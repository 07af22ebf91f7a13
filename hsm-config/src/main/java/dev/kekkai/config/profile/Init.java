package dev.kekkai.config.profile;

/**
 * Group {@code init}: C_Initialize and C_Finalize.
 *
 * @param osLocking whether CKF_OS_LOCKING_OK is sent, so that threads may share the module
 * @param finalizeOnClose whether an owner of the module calls C_Finalize when it closes
 * @param reinit whether the module survives C_Finalize followed by C_Initialize in one process
 */
public record Init(boolean osLocking, boolean finalizeOnClose, boolean reinit) {}
