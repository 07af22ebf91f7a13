package dev.kekkai.dekstore;

/**
 * What was seen of a KEK version of the store.
 *
 * @param row what the store says; believe it only where the canary's state is neither {@link
 *     CanaryState#CHANGED_ROW} nor {@link CanaryState#NOT_CHECKED}
 * @param canary what came of its canary
 * @param detail why it is not {@link CanaryState#OPENS}; empty when it is
 * @param deks DEKs that are under it, as the database counts them
 */
public record KekInspection(KekRecord row, CanaryState canary, String detail, long deks) {}
