package dev.kekkai.config;

import java.time.Duration;

/**
 * What happens while the token is away.
 *
 * @param failFastAfter how long callers wait for the token to come back; when it is away for longer
 *     they fail at once ({@code circuit.after}), 0 to 1 h
 * @param requireHsm whether DEKs held in memory stop working as soon as the token is away ({@code
 *     require-hsm})
 * @param healthInterval time between two looks at a token that nobody complains of ({@code
 *     health.interval}), 100 ms to 1 h
 */
public record OutageSettings(Duration failFastAfter, boolean requireHsm, Duration healthInterval) {}
