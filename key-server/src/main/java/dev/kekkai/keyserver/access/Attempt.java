package dev.kekkai.keyserver.access;

import dev.kekkai.formats.envelope.EnvelopeFormatException;
import dev.kekkai.formats.envelope.SealedEnvelope;
import dev.kekkai.keyserver.audit.AuditEvent;
import dev.kekkai.keyserver.audit.AuditEvent.Outcome;
import dev.kekkai.keyserver.registry.Operation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** One item on its way through the decisions. For one thread at a time. */
final class Attempt {
  private final ItemRequest request;
  private final @Nullable SealedEnvelope envelope;
  private final String digest;
  private @Nullable String reason;
  private @Nullable ItemResult result;

  private Attempt(ItemRequest request, @Nullable SealedEnvelope envelope) {
    this.request = request;
    this.envelope = envelope;
    this.digest = sha256(request.item());
  }

  static Attempt of(ItemRequest request) {
    try {
      return new Attempt(request, SealedEnvelope.parse(request.item()));
    } catch (EnvelopeFormatException e) {
      Attempt attempt = new Attempt(request, null);
      attempt.refuse("malformed", ItemResult.Why.NOT_OPENED, Duration.ZERO);
      return attempt;
    }
  }

  ItemRequest request() {
    return request;
  }

  /** What is to be opened. Not asked for when {@link #isRefused()}. */
  SealedEnvelope envelope() {
    if (envelope == null) {
      throw new IllegalStateException("not an envelope");
    }
    return envelope;
  }

  void refuse(String why, ItemResult.Why told, Duration retryAfter) {
    reason = why;
    result = new ItemResult.Refused(told, retryAfter);
  }

  boolean isRefused() {
    return reason != null;
  }

  void became(ItemResult outcome) {
    result = outcome;
  }

  @Nullable ItemResult result() {
    return result;
  }

  /** The entry that has to be written before anything is opened. */
  AuditEvent decided(Caller caller, Operation operation, Instant now) {
    return event(caller, operation, now, isRefused() ? Outcome.REFUSED : Outcome.ALLOWED);
  }

  AuditEvent event(Caller caller, Operation operation, Instant now, Outcome outcome) {
    return event(caller, operation, now, outcome, reason);
  }

  /** Allowed, and not done because of something other than the HSM. */
  AuditEvent undone(Caller caller, Operation operation, Instant now, String why) {
    return event(caller, operation, now, Outcome.UNAVAILABLE, why);
  }

  private AuditEvent event(
      Caller caller, Operation operation, Instant now, Outcome outcome, @Nullable String why) {
    return new AuditEvent(
        now,
        caller.requestId(),
        caller.client().id(),
        caller.keyId(),
        caller.peer(),
        operation,
        outcome,
        why,
        envelope == null ? null : envelope.kid(),
        request.context().parts(),
        digest);
  }

  private static String sha256(String item) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(item.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
