package dev.kekkai.benchmarks.report;

import dev.kekkai.benchmarks.run.Machine;
import dev.kekkai.benchmarks.run.Result;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * All that a run has to tell.
 *
 * @param date when it began
 * @param quick whether it was a look, not a measurement to be quoted
 * @param machine where it ran
 * @param versions what each process called itself, by its id
 * @param results rows in the order of the table
 * @param notes what was missing, and why
 */
public record Report(
    Instant date,
    boolean quick,
    Machine machine,
    Map<String, String> versions,
    List<Result> results,
    List<String> notes) {

  /**
   * Version of a section's module, as the C loop read it from the module.
   *
   * @param token the token's name
   * @return empty when there was no C loop
   */
  String module(String token) {
    return versions.getOrDefault("c:" + token, "");
  }

  /** Comparisons with a goal that was not reached. */
  long missed() {
    return promises() - reached();
  }

  long promises() {
    return results.stream()
        .flatMap(r -> r.comparisons().stream())
        .filter(Result.Comparison::isPromise)
        .count();
  }

  private long reached() {
    return results.stream()
        .flatMap(r -> r.comparisons().stream())
        .filter(c -> c.isPromise() && c.isReached())
        .count();
  }
}
