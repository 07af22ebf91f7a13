package dev.kekkai.benchmarks.contender;

import org.jspecify.annotations.Nullable;

/** One operation on the data of one thread. Not thread-safe; made for as many calls as wanted. */
@FunctionalInterface
public interface Work {
  /**
   * Does it once.
   *
   * @return what came out, so that no compiler can leave it out
   * @throws Exception when it fails; the measurement then ends
   */
  @Nullable Object call() throws Exception;
}
