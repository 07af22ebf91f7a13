package dev.kekkai.keyserver.audit;

import dev.kekkai.keyserver.audit.AuditEvent.Outcome;
import dev.kekkai.keyserver.registry.Operation;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Attempts as a key server would note them. */
public final class Events {
  public static final Instant TIME = Instant.parse("2026-11-26T10:15:30.123456Z");

  private Events() {}

  public static AuditEvent allowed(String request) {
    return new AuditEvent(
        TIME,
        request,
        "shop",
        "shop-2026",
        "192.0.2.17",
        Operation.DECRYPT,
        Outcome.ALLOWED,
        null,
        "payments.v3",
        List.of("users", "otp_secret", "17"),
        "0".repeat(64));
  }

  public static AuditEvent refused(String request, String reason) {
    return new AuditEvent(
        TIME,
        request,
        "shop",
        "shop-2026",
        "192.0.2.17",
        Operation.RESEAL,
        Outcome.REFUSED,
        reason,
        null,
        List.of(),
        null);
  }

  public static List<AuditEvent> many(String request, int count) {
    return IntStream.range(0, count).mapToObj(i -> allowed(request + "-" + i)).toList();
  }
}
