package dev.kekkai.benchmarks.plan;

import dev.kekkai.benchmarks.contender.Operation;

/**
 * What one process is asked to do again and again.
 *
 * @param process id of the process, see {@link Processes}
 * @param operation what
 * @param bytes length of a message; 0 where keys are wrapped
 * @param threads how many at once
 */
public record Task(String process, Operation operation, int bytes, int threads) {}
