package dev.kekkai.cryptoki;

/**
 * An object handle together with where it is valid.
 *
 * @param incarnation the incarnation of the module it came from
 * @param slot the slot it came from
 * @param value the module's number
 */
public record ObjectHandle(long incarnation, long slot, long value) {}
