package dev.kekkai.benchmarks.server;

import java.time.Duration;
import java.util.stream.Stream;

/**
 * How much processor time each part has used, as the system counts it. Parts that it does not tell
 * of have used nothing.
 *
 * @param server the key server's process
 * @param database PostgreSQL's process, whose children count too
 */
record CpuClock(long server, long database) {
  Cpu now() {
    return new Cpu(
        micros(ProcessHandle.of(server).stream()),
        micros(
            ProcessHandle.of(database).stream()
                .flatMap(p -> Stream.concat(Stream.of(p), p.descendants()))),
        micros(Stream.of(ProcessHandle.current())));
  }

  private static double micros(Stream<ProcessHandle> processes) {
    return processes
            .map(p -> p.info().totalCpuDuration().orElse(Duration.ZERO))
            .mapToLong(Duration::toNanos)
            .sum()
        / 1e3;
  }
}
