package dev.kekkai.dekstore.column;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How many tokens of a column are under a DEK version.
 *
 * @param id the version's id, from the tokens; null for what is no field token
 * @param name the DEK's name; null when the store doesn't know the id
 * @param version the version; 0 when the store doesn't know the id
 * @param state its state; null when the store doesn't know the id
 * @param rows how many tokens
 */
public record DekUse(
    @Nullable UUID id, @Nullable String name, int version, @Nullable String state, long rows) {}
