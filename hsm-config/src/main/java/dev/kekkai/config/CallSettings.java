package dev.kekkai.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the module is called, and how long an operation may take.
 *
 * @param mode whose thread calls the module ({@code calls})
 * @param threads how many threads call it when {@code calls = dispatched} ({@code calls.threads});
 *     null for one less than there may be sessions
 * @param deadline longest time for an operation with all its waiting and recovery ({@code
 *     deadline}), 1 ms to 5 min
 */
public record CallSettings(CallMode mode, @Nullable Integer threads, Duration deadline) {}
