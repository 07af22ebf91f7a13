package dev.kekkai.dekstore;

import java.util.UUID;

/**
 * A DEK that can't be rewrapped, however often it is tried, and stays as it is.
 *
 * @param id its id
 * @param why for a person; no secret
 */
public record FailedDek(UUID id, String why) {}
