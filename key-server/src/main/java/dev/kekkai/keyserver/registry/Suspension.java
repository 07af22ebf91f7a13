package dev.kekkai.keyserver.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time during which a client may nothing.
 *
 * @param client its id
 * @param since from when on
 * @param by who suspended it: a server, or an administrator
 * @param reason why, for people
 * @param resumedAt when it ended; null while it lasts
 * @param resumedBy who ended it; null while it lasts
 */
public record Suspension(
    String client,
    Instant since,
    String by,
    String reason,
    @Nullable Instant resumedAt,
    @Nullable String resumedBy) {}
