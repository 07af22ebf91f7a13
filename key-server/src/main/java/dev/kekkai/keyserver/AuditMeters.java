package dev.kekkai.keyserver;

import dev.kekkai.keyserver.audit.AuditService;
import dev.kekkai.keyserver.audit.witness.WitnessStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The audit log's numbers as meters. */
final class AuditMeters {
  private AuditMeters() {}

  static void bind(AuditService audit, MeterRegistry registry) {
    counter(registry, audit, "entries", "Entries written", a -> a.status().written());
    counter(registry, audit, "commits", "Commits that wrote them", a -> a.status().commits());
    counter(registry, audit, "seals", "Seals made", a -> a.status().seals());
    counter(registry, audit, "refused", "Calls turned away", a -> a.status().refused());
    gauge(registry, audit, "waiting", "Entries that wait", a -> a.status().waiting());
    gauge(
        registry,
        audit,
        "unsealed.seconds",
        "Age of the first entry without a seal",
        a -> a.status().unsealedAge().toMillis() / 1000.0);
    gauge(registry, audit, "available", "1 when it can be written", a -> a.isAvailable() ? 1 : 0);
    List<WitnessStatus> witnesses = audit.status().witnesses();
    for (int i = 0; i < witnesses.size(); i++) {
      witness(registry, audit, i, witnesses.get(i).name());
    }
  }

  private static void witness(MeterRegistry registry, AuditService audit, int index, String name) {
    Gauge.builder("kekkai.audit.witness.pending", audit, a -> at(a, index).pending())
        .description("Seals that it has not taken yet")
        .tag("witness", name)
        .register(registry);
    FunctionCounter.builder("kekkai.audit.witness.dropped", audit, a -> at(a, index).dropped())
        .description("Seals given up because too many were pending")
        .tag("witness", name)
        .register(registry);
    TimeGauge.builder(
            "kekkai.audit.witness.delivered",
            audit,
            TimeUnit.SECONDS,
            a -> seconds(at(a, index).lastDelivery()))
        .description("When it last took one, since 1970; NaN for never")
        .tag("witness", name)
        .register(registry);
  }

  private static WitnessStatus at(AuditService audit, int index) {
    return audit.status().witnesses().get(index);
  }

  private static double seconds(@Nullable Instant time) {
    return time == null ? Double.NaN : time.getEpochSecond();
  }

  private static void counter(
      MeterRegistry registry,
      AuditService audit,
      String name,
      String description,
      ToDoubleFunction<AuditService> value) {
    FunctionCounter.builder("kekkai.audit." + name, audit, value)
        .description(description)
        .register(registry);
  }

  private static void gauge(
      MeterRegistry registry,
      AuditService audit,
      String name,
      String description,
      ToDoubleFunction<AuditService> value) {
    Gauge.builder("kekkai.audit." + name, audit, value).description(description).register(registry);
  }
}
