package dev.kekkai.cli.probe;

/**
 * What is known of a module before a session is opened: how it took being initialised and
 * finalised, in a process of its own.
 *
 * @param osLocking whether it was initialised with CKF_OS_LOCKING_OK
 * @param finalizes whether C_Finalize worked
 * @param reinitializes whether C_Initialize worked once more afterwards
 */
public record Beforehand(boolean osLocking, boolean finalizes, boolean reinitializes) {}
