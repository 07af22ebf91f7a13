package dev.kekkai.keyserver.alarm;

import dev.kekkai.keyserver.audit.AuditEvent;
import dev.kekkai.keyserver.registry.Operation;
import dev.kekkai.provider.keys.KekRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What this server saw, by period. Their number is bounded: clients and the KEKs they may use are
 * the registry's, and old periods are forgotten. Thread-safe; {@link #changed()}, {@link
 * #written(List)} and {@link #forget(long)} are for one thread.
 */
final class Counters {
  /** Why a suspended client is refused, which is no burst of refusals like others. */
  private static final String SUSPENDED = "suspended";

  private final long periodMillis;
  private final Map<Cell, LongAdder> cells = new ConcurrentHashMap<>();
  private final Map<Cell, Long> written = new HashMap<>();

  Counters(Duration period) {
    this.periodMillis = period.toMillis();
  }

  /** The number of the period that a moment lies in. */
  long period(Instant time) {
    return Math.floorDiv(time.toEpochMilli(), periodMillis);
  }

  /** When a period begins. */
  Instant begin(long period) {
    return Instant.ofEpochMilli(period * periodMillis);
  }

  void count(AuditEvent event) {
    Activity activity = activity(event);
    if (activity != null) {
      Cell cell = new Cell(period(event.time()), activity);
      cells.computeIfAbsent(cell, any -> new LongAdder()).increment();
    }
  }

  private static @Nullable Activity activity(AuditEvent event) {
    return switch (event.outcome()) {
      case ALLOWED ->
          event.operation() == Operation.DECRYPT
              ? new Activity(event.client(), Activity.Kind.OPENED, kekName(event.kek()))
              : null;
      case REFUSED ->
          SUSPENDED.equals(event.reason())
              ? new Activity(event.client(), Activity.Kind.SUSPENDED, "")
              : new Activity(event.client(), Activity.Kind.REFUSED, "");
      case NOT_OPENED -> new Activity(event.client(), Activity.Kind.NOT_OPENED, "");
      case UNAVAILABLE -> null;
    };
  }

  private static String kekName(@Nullable String label) {
    return label != null && KekRef.isLabel(label) ? KekRef.parse(label).name() : "";
  }

  /** Counts that are other than when they were written last: totals of this server. */
  List<Count> changed() {
    List<Count> changed = new ArrayList<>();
    cells.forEach(
        (cell, adder) -> {
          long now = adder.sum();
          if (now != written.getOrDefault(cell, 0L)) {
            changed.add(new Count(cell.period, cell.activity, now));
          }
        });
    return changed;
  }

  /** Those are written. */
  void written(List<Count> counts) {
    counts.forEach(
        count -> written.put(new Cell(count.period(), count.activity()), count.events()));
  }

  /** Forgets periods before one. */
  void forget(long period) {
    cells.keySet().removeIf(cell -> cell.period < period);
    written.keySet().removeIf(cell -> cell.period < period);
  }

  private record Cell(long period, Activity activity) {}
}
