package dev.kekkai.micrometer;

import dev.kekkai.provider.Operation;
import dev.kekkai.provider.Outcome;
import dev.kekkai.provider.Place;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Timers by operation, place and outcome, each made at its first use: looking one up in the
 * registry takes longer than a short operation does. Thread-safe.
 */
final class OperationTimers {
  private final MeterRegistry registry;
  private final String provider;
  private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

  private record Kind(Operation what, Place place, Outcome outcome) {}

  OperationTimers(MeterRegistry registry, String provider) {
    this.registry = registry;
    this.provider = provider;
  }

  Timer timer(Operation what, Place place, Outcome outcome) {
    return timers.computeIfAbsent(new Kind(what, place, outcome), this::register);
  }

  private Timer register(Kind kind) {
    return Timer.builder("kekkai.operation")
        .description("Cryptographic operations, from the caller's request to its end")
        .tag("provider", provider)
        .tag("operation", tag(kind.what()))
        .tag("place", tag(kind.place()))
        .tag("outcome", tag(kind.outcome()))
        .register(registry);
  }

  static String tag(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
