package dev.kekkai.micrometer;

import dev.kekkai.cryptoki.TokenHealth;
import dev.kekkai.cryptoki.TokenState;
import dev.kekkai.provider.KekkaiHealth;
import dev.kekkai.provider.KekkaiProvider;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A provider's health as gauges, read when the registry is. */
final class HealthGauges {
  private HealthGauges() {}

  /** Gauges don't keep the provider alive. */
  static List<Meter> register(MeterRegistry registry, KekkaiProvider provider) {
    Gauges gauges = new Gauges(registry, provider);
    return List.of(
        gauges.of(
            "kekkai.token.up",
            "1 while the token is up, 0 while not, nothing before it is first asked for",
            HealthGauges::up),
        gauges.ofToken("kekkai.sessions.open", "Sessions open", TokenHealth::sessionsOpen),
        gauges.ofToken("kekkai.sessions.lent", "Sessions lent", TokenHealth::sessionsLent),
        gauges.ofToken(
            "kekkai.sessions.max", "Most sessions there may be", TokenHealth::sessionsMax),
        gauges.ofToken(
            "kekkai.calls.hanging",
            "Calls that hang past their callers' deadlines",
            TokenHealth::hanging),
        gauges.of("kekkai.deks.open", "DEKs that are open", KekkaiHealth::openDeks));
  }

  private static double up(KekkaiHealth health) {
    TokenHealth token = health.token();
    if (token == null) {
      return health.trouble() == null ? Double.NaN : 0;
    }
    return token.state() == TokenState.UP ? 1 : 0;
  }

  private record Gauges(MeterRegistry registry, KekkaiProvider provider) {
    Meter of(String name, String description, ToDoubleFunction<KekkaiHealth> value) {
      return Gauge.builder(name, provider, p -> value.applyAsDouble(p.health()))
          .description(description)
          .tag("provider", provider.getName())
          .register(registry);
    }

    Meter ofToken(String name, String description, ToDoubleFunction<TokenHealth> value) {
      return of(
          name,
          description,
          health -> {
            TokenHealth token = health.token();
            return token == null ? 0 : value.applyAsDouble(token);
          });
    }
  }
}
