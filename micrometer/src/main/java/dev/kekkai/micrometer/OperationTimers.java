package dev.kekkai.micrometer;

import dev.kekkai.provider.Operation;
import dev.kekkai.provider.Outcome;
import dev.kekkai.provider.Place;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Timers by operation, place and outcome, each made at its first use: looking one up in the
 * registry takes longer than a short operation does. Thread-safe.
 */
final class OperationTimers {
  private static final int PLACES = Place.values().length;
  private static final int OUTCOMES = Outcome.values().length;

  private final MeterRegistry registry;
  private final String provider;
  private final AtomicReferenceArray<@Nullable Timer> timers =
      new AtomicReferenceArray<>(Operation.values().length * PLACES * OUTCOMES);

  OperationTimers(MeterRegistry registry, String provider) {
    this.registry = registry;
    this.provider = provider;
  }

  Timer timer(Operation what, Place place, Outcome outcome) {
    int at = (what.ordinal() * PLACES + place.ordinal()) * OUTCOMES + outcome.ordinal();
    Timer timer = timers.get(at);
    if (timer == null) {
      timer = register(what, place, outcome); // the registry has one for all who ask
      timers.set(at, timer);
    }
    return timer;
  }

  private Timer register(Operation what, Place place, Outcome outcome) {
    return Timer.builder("kekkai.operation")
        .description("Cryptographic operations, from the caller's request to its end")
        .tag("provider", provider)
        .tag("operation", tag(what))
        .tag("place", tag(place))
        .tag("outcome", tag(outcome))
        .register(registry);
  }

  static String tag(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
