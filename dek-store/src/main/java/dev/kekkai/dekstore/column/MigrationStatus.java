package dev.kekkai.dekstore.column;

/**
 * How far a migration is.
 *
 * @param phase the phase
 * @param left rows with plaintext and no token
 * @param both rows with plaintext and a token
 * @param tokens rows with a token and no plaintext
 */
public record MigrationStatus(Phase phase, long left, long both, long tokens) {}
