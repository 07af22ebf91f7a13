package dev.kekkai.config;

import java.time.Duration;

/**
 * Bounds on the sessions lent to callers.
 *
 * @param max most sessions open at once ({@code sessions.max}), 2 to 1024
 * @param timeout longest wait for a free session ({@code sessions.timeout}), 1 ms to 5 min
 */
public record SessionSettings(int max, Duration timeout) {}
