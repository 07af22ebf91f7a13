package dev.kekkai.keyserver.config;

import java.time.Duration;
import java.util.Set;

/**
 * Which KEKs are served. Immutable.
 *
 * @param names without versions, at least one ({@code keks})
 * @param valid how long a KEK set is good for ({@code keks-valid})
 * @param look time between two looks at the token ({@code keks-look})
 * @param parallel how many items of one request are opened at a time ({@code parallel-opens})
 */
public record KekSettings(Set<String> names, Duration valid, Duration look, int parallel) {}
