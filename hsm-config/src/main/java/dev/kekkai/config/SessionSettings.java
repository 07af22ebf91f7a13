package dev.kekkai.config;

import java.time.Duration;

/**
 * Bounds on the sessions lent to callers.
 *
 * @param max most sessions open at once ({@code sessions.max}), 2 to 1024
 * @param maxIsGiven whether the operator gave {@code max}: what is more than the token allows is
 *     refused then, and lowered otherwise
 * @param timeout longest wait for a free session ({@code sessions.timeout}), 1 ms to 5 min
 * @param validateAfter how long a session may be idle before it is looked at when it is lent again
 *     ({@code sessions.validate-after}), 1 ms to 1 h
 * @param idle how long a session may be idle before it is closed ({@code sessions.idle}), 1 ms to 1
 *     d
 * @param leakAfter how long a session may be lent before the log says who has it ({@code
 *     sessions.leak-after}), 1 ms to 1 d
 */
public record SessionSettings(
    int max,
    boolean maxIsGiven,
    Duration timeout,
    Duration validateAfter,
    Duration idle,
    Duration leakAfter) {}
