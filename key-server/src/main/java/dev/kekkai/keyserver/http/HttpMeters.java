package dev.kekkai.keyserver.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Counts requests. Tags are of fixed words, so the number of meters is bounded. Thread-safe. */
final class HttpMeters {
  private final MeterRegistry registry;
  private final Map<String, Timer> timers = new ConcurrentHashMap<>();
  private final Map<String, Counter> rejects = new ConcurrentHashMap<>();

  HttpMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** A request that is over; status 0 when the client did not wait for the answer. */
  void answered(@Nullable Route route, int status, long nanos) {
    String name = route == null ? "none" : route.name();
    timers
        .computeIfAbsent(
            name + ' ' + status,
            key ->
                Timer.builder("kekkai.server.requests")
                    .description("Requests, from the header to the end of the answer")
                    .tag("endpoint", name)
                    .tag("status", Integer.toString(status))
                    .publishPercentileHistogram()
                    .register(registry))
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  /** An attempt of nobody. */
  void rejected(String reason) {
    rejects
        .computeIfAbsent(
            reason,
            key ->
                Counter.builder("kekkai.server.rejects")
                    .description("Attempts that failed before anybody was authenticated")
                    .tag("reason", reason)
                    .register(registry))
        .increment();
  }
}
