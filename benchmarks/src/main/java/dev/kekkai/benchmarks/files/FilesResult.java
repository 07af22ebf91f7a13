package dev.kekkai.benchmarks.files;

import dev.kekkai.benchmarks.run.Quartiles;

/**
 * One row: a contender, and one direction.
 *
 * @param id names the row
 * @param title for a person
 * @param rate MB/s (10^6 bytes of plaintext)
 * @param ratio to the plain loop over SunJCE with the same segments in the same round; 1 for that
 * @param cpuSeconds processor time for 10^9 bytes, median of the rounds
 * @param heapPeak bytes, the greatest of all rounds
 */
public record FilesResult(
    String id, String title, Quartiles rate, Quartiles ratio, double cpuSeconds, long heapPeak) {}
