package dev.kekkai.keyserver.alarm;

import dev.kekkai.keyserver.audit.AuditEvent;
import dev.kekkai.keyserver.audit.AuditEvent.Outcome;
import dev.kekkai.keyserver.registry.Operation;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Attempts as the audit log has them. */
final class Events {
  private Events() {}

  static AuditEvent event(
      Instant time,
      String client,
      Operation operation,
      Outcome outcome,
      @Nullable String reason,
      @Nullable String kek) {
    return new AuditEvent(
        time,
        "request",
        client,
        client + "-1",
        "192.0.2.1",
        operation,
        outcome,
        reason,
        kek,
        List.of("users", "otp", "17"),
        "0".repeat(64));
  }

  static List<AuditEvent> opened(Instant time, String client, int times) {
    return Collections.nCopies(
        times, event(time, client, Operation.DECRYPT, Outcome.ALLOWED, null, "payments.v3"));
  }

  static List<AuditEvent> refused(Instant time, String client, String reason, int times) {
    return Collections.nCopies(
        times, event(time, client, Operation.DECRYPT, Outcome.REFUSED, reason, "payments.v3"));
  }

  static List<AuditEvent> notOpened(Instant time, String client, int times) {
    return Collections.nCopies(
        times, event(time, client, Operation.DECRYPT, Outcome.NOT_OPENED, null, "payments.v3"));
  }
}
