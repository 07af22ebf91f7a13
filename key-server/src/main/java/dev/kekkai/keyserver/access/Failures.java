package dev.kekkai.keyserver.access;

import dev.kekkai.keyserver.audit.AuditEvent;
import dev.kekkai.keyserver.audit.AuditEvent.Outcome;
import dev.kekkai.keyserver.registry.Operation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Items that were allowed and did not open. Thread-safe. */
final class Failures {
  private final List<Failure> failures = new ArrayList<>();

  private record Failure(Attempt attempt, Outcome outcome, Exception cause) {}

  synchronized void add(Attempt attempt, Outcome outcome, Exception cause) {
    failures.add(new Failure(attempt, outcome, cause));
  }

  /** What has to be written down of them. */
  synchronized List<AuditEvent> events(Caller caller, Operation operation, Instant now) {
    return failures.stream()
        .map(failure -> failure.attempt().event(caller, operation, now, failure.outcome()))
        .toList();
  }

  /** Those that neither opened nor turned out not to open. */
  synchronized List<Attempt> unserved() {
    return failures.stream()
        .filter(failure -> failure.outcome() == Outcome.UNAVAILABLE)
        .map(Failure::attempt)
        .toList();
  }

  /** The first one that is not the item's own fault; null when there is none. */
  synchronized @Nullable Exception trouble() {
    return failures.stream()
        .filter(failure -> failure.outcome() == Outcome.UNAVAILABLE)
        .map(Failure::cause)
        .findFirst()
        .orElse(null);
  }
}
