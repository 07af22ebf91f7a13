package dev.kekkai.keyserver.access;

import dev.kekkai.keyserver.audit.AuditEvent;
import dev.kekkai.keyserver.audit.format.EntryWords;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what was written down, by operation and outcome. Thread-safe. */
final class ItemMeters {
  private final MeterRegistry registry;
  private final Map<String, Counter> counters = new ConcurrentHashMap<>();

  ItemMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  void count(List<AuditEvent> events) {
    for (AuditEvent event : events) {
      String outcome = EntryWords.id(event.outcome());
      counters
          .computeIfAbsent(
              event.operation().id() + ' ' + outcome,
              key ->
                  Counter.builder("kekkai.server.attempts")
                      .description("Entries in the audit log, one or two for each item")
                      .tag("operation", event.operation().id())
                      .tag("outcome", outcome)
                      .register(registry))
          .increment();
    }
  }
}
