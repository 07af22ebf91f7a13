package dev.kekkai.cryptoki;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token's state at one moment.
 *
 * @param state how it is
 * @param since since when it is so
 * @param reason why, for people; null while it is up and always was
 * @param nextAttempt time until the next attempt to get it back; null while it is up
 * @param recoveries how often it was got back
 * @param sessionsOpen sessions open now
 * @param sessionsLent sessions lent now
 * @param sessionsMax most sessions there may be
 * @param hanging calls that hang past their callers' deadlines
 */
public record TokenHealth(
    TokenState state,
    Instant since,
    @Nullable String reason,
    @Nullable Duration nextAttempt,
    long recoveries,
    int sessionsOpen,
    int sessionsLent,
    int sessionsMax,
    int hanging) {}
