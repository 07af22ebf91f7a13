package dev.kekkai.keyserver.access;

import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.envelope.EnvelopeOpenException;
import dev.kekkai.keyserver.alarm.AlarmSink;
import dev.kekkai.keyserver.audit.AuditEvent;
import dev.kekkai.keyserver.audit.AuditEvent.Outcome;
import dev.kekkai.keyserver.audit.AuditLog;
import dev.kekkai.keyserver.audit.AuditUnavailableException;
import dev.kekkai.keyserver.chore.Seldom;
import dev.kekkai.keyserver.keks.Keks;
import dev.kekkai.keyserver.keks.KeksUnavailableException;
import dev.kekkai.keyserver.keks.ResealedItem;
import dev.kekkai.keyserver.limit.LimitUnavailableException;
import dev.kekkai.keyserver.limit.Quotas;
import dev.kekkai.keyserver.registry.Operation;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides on items, writes down what was decided, and only then has the allowed ones opened. Every
 * item that names a KEK and is allowed takes the same steps, whatever is wrong with it: quota,
 * entry, the HSM, a second entry when it does not open. Thread-safe.
 */
public final class ItemService {
  /** The reason in entries: ADR 0013. */
  private static final String CONNECTION_LOST = "connection-lost";

  private static final Logger LOG = LoggerFactory.getLogger(ItemService.class);

  private final Keks keks;
  private final Quotas quotas;
  private final AuditLog audit;
  private final AlarmSink alarms;
  private final Clock clock;
  private final Parallel parallel;
  private final ItemMeters meters;
  private final Seldom unexpected = new Seldom();

  /**
   * Over the parts it asks.
   *
   * @param keks opens and seals
   * @param quotas what clients may use up
   * @param audit where attempts are written down
   * @param alarms is shown what was written down
   * @param clock this server's
   * @param executor lends threads for batches
   * @param most how many items of one request are opened at a time
   * @param registry counts
   */
  public ItemService(
      Keks keks,
      Quotas quotas,
      AuditLog audit,
      AlarmSink alarms,
      Clock clock,
      Executor executor,
      int most,
      MeterRegistry registry) {
    this.keks = keks;
    this.quotas = quotas;
    this.audit = audit;
    this.alarms = alarms;
    this.clock = clock;
    this.parallel = new Parallel(executor, most);
    this.meters = new ItemMeters(registry);
  }

  /**
   * Opens items, or seals them anew.
   *
   * @param operation {@link Operation#DECRYPT} or {@link Operation#RESEAL}
   * @param caller who asks
   * @param requests the items, at least one
   * @param wanted false once nobody waits for the answer; items not yet opened are not opened then
   * @return a result for each item, in order; the caller wipes them
   * @throws UnavailableException when the answer can't be had or can't be given; nothing is left in
   *     clear then
   */
  public List<ItemResult> run(
      Operation operation, Caller caller, List<ItemRequest> requests, BooleanSupplier wanted)
      throws UnavailableException {
    List<Attempt> attempts = new ArrayList<>(requests.size());
    for (ItemRequest request : requests) {
      attempts.add(Attempt.of(request));
    }
    Instant now = clock.instant();
    attempts.forEach(attempt -> authorise(attempt, operation, caller, now));
    takeQuotas(attempts, caller);
    List<AuditEvent> decided =
        attempts.stream().map(attempt -> attempt.decided(caller, operation, now)).toList();
    write(decided);
    observe(decided.stream().filter(event -> event.outcome() == Outcome.REFUSED).toList());
    List<Attempt> allowed = attempts.stream().filter(attempt -> !attempt.isRefused()).toList();
    requireVouched(operation, caller, allowed);
    boolean answered = false;
    try {
      work(operation, caller, allowed, wanted);
      List<ItemResult> results = attempts.stream().map(ItemService::finished).toList();
      answered = true;
      return results;
    } finally {
      if (!answered) {
        attempts.forEach(ItemService::wipe);
      }
    }
  }

  /**
   * Writes down that a request was refused as a whole, before it came to items.
   *
   * @param operation what was asked for
   * @param caller who asked
   * @param reason a fixed word, such as {@code malformed-request}
   * @throws UnavailableException when that can't be written
   */
  public void refuse(Operation operation, Caller caller, String reason)
      throws UnavailableException {
    record(operation, caller, Outcome.REFUSED, reason);
  }

  /**
   * Decides whether a client may do such a thing at all, and writes down when not: one entry, of
   * whatever it sent no more is read.
   *
   * @param operation what is asked for
   * @param caller who asks
   * @return false for a client that is suspended, for instance
   * @throws UnavailableException when that can't be written
   */
  public boolean admit(Operation operation, Caller caller) throws UnavailableException {
    Optional<String> reason = caller.client().refusal(operation, clock.instant());
    if (reason.isPresent()) {
      record(operation, caller, Outcome.REFUSED, reason.get());
    }
    return reason.isEmpty();
  }

  /**
   * Writes down that an operation that is about no item was allowed.
   *
   * @param operation what is asked for
   * @param caller whom {@link #admit} let in
   * @throws UnavailableException when that can't be written
   */
  public void permit(Operation operation, Caller caller) throws UnavailableException {
    record(operation, caller, Outcome.ALLOWED, null);
    if (!isVouched(caller)) {
      record(operation, caller, Outcome.UNAVAILABLE, CONNECTION_LOST);
      throw notVouched();
    }
  }

  /**
   * The nonce and the tokens were taken without waiting for the disk. They are as durable as the
   * entries only where the database did not crash in between: else they may be there once more.
   * Nothing is given back, since nobody knows whether it was taken.
   */
  private void requireVouched(Operation operation, Caller caller, List<Attempt> allowed)
      throws UnavailableException {
    if (allowed.isEmpty() || isVouched(caller)) {
      return;
    }
    Instant now = clock.instant();
    record(
        allowed.stream()
            .map(attempt -> attempt.undone(caller, operation, now, CONNECTION_LOST))
            .toList());
    throw notVouched();
  }

  private boolean isVouched(Caller caller) {
    return audit.incarnation() == caller.auditIncarnation();
  }

  private static UnavailableException notVouched() {
    AuditUnavailableException lost =
        new AuditUnavailableException("the connection to the database was lost meanwhile");
    return new UnavailableException("audit: " + lost.getMessage(), lost);
  }

  private void record(Operation operation, Caller caller, Outcome outcome, @Nullable String reason)
      throws UnavailableException {
    record(
        List.of(
            new AuditEvent(
                clock.instant(),
                caller.requestId(),
                caller.client().id(),
                caller.keyId(),
                caller.peer(),
                operation,
                outcome,
                reason,
                null,
                List.of(),
                null)));
  }

  private void authorise(Attempt attempt, Operation operation, Caller caller, Instant now) {
    if (attempt.isRefused()) {
      return;
    }
    String name = attempt.envelope().kekName();
    caller
        .client()
        .refusal(operation, name, attempt.request().context(), now)
        .ifPresentOrElse(
            reason -> attempt.refuse(reason, ItemResult.Why.FORBIDDEN, Duration.ZERO),
            () -> {
              if (!keks.serves(name)) {
                attempt.refuse("unknown-kek", ItemResult.Why.FORBIDDEN, Duration.ZERO);
              }
            });
  }

  private void takeQuotas(List<Attempt> attempts, Caller caller) throws UnavailableException {
    Map<String, List<Attempt>> byKek = new LinkedHashMap<>();
    for (Attempt attempt : attempts) {
      if (!attempt.isRefused()) {
        byKek.computeIfAbsent(attempt.envelope().kekName(), name -> new ArrayList<>()).add(attempt);
      }
    }
    for (Map.Entry<String, List<Attempt>> group : byKek.entrySet()) {
      try {
        Duration wait = quotas.take(caller.client(), group.getKey(), group.getValue().size());
        if (!wait.isZero()) {
          group.getValue().forEach(a -> a.refuse("quota", ItemResult.Why.QUOTA, wait));
        }
      } catch (LimitUnavailableException e) {
        throw new UnavailableException("quotas: " + e.getMessage(), e);
      }
    }
  }

  /**
   * An outage of the HSM is not at the client's expense, who will ask again. Only once it is
   * written down: the audit log never shows more than quotas allow.
   */
  private void giveBack(List<Attempt> unserved, Caller caller) {
    Map<String, Integer> byKek = new LinkedHashMap<>();
    unserved.forEach(attempt -> byKek.merge(attempt.envelope().kekName(), 1, Integer::sum));
    byKek.forEach((kek, items) -> quotas.giveBack(caller.client(), kek, items));
  }

  private void work(
      Operation operation, Caller caller, List<Attempt> allowed, BooleanSupplier wanted)
      throws UnavailableException {
    Failures failures = new Failures();
    parallel.forEach(
        allowed,
        attempt -> {
          try {
            if (!wanted.getAsBoolean()) {
              throw new KeksUnavailableException("nobody waits for the answer any more", null);
            }
            attempt.became(operate(operation, attempt));
          } catch (EnvelopeOpenException e) {
            attempt.became(new ItemResult.Refused(ItemResult.Why.NOT_OPENED, Duration.ZERO));
            failures.add(attempt, Outcome.NOT_OPENED, e);
          } catch (KeksUnavailableException e) {
            failures.add(attempt, Outcome.UNAVAILABLE, e);
          } catch (RuntimeException e) {
            unexpected.run(
                more ->
                    LOG.error(
                        "{}: an item could not be worked on ({} more)",
                        caller.requestId(),
                        more,
                        e));
            failures.add(attempt, Outcome.UNAVAILABLE, e);
          }
        });
    Instant done = clock.instant();
    List<Attempt> unserved = failures.unserved();
    observe(
        allowed.stream()
            .filter(attempt -> !unserved.contains(attempt))
            .map(attempt -> attempt.decided(caller, operation, done))
            .toList());
    List<AuditEvent> events = failures.events(caller, operation, done);
    if (!events.isEmpty()) {
      record(events);
    }
    giveBack(unserved, caller);
    Exception trouble = failures.trouble();
    if (trouble != null) {
      throw new UnavailableException("KEKs: " + trouble.getMessage(), trouble);
    }
  }

  private ItemResult operate(Operation operation, Attempt attempt)
      throws EnvelopeOpenException, KeksUnavailableException {
    String kid = attempt.envelope().kid();
    EncryptionContext context = attempt.request().context();
    byte[] plaintext = keks.open(attempt.envelope(), context);
    if (operation == Operation.DECRYPT) {
      return new ItemResult.Opened(plaintext, kid, !keks.isPrimary(kid));
    }
    try {
      ResealedItem resealed = keks.seal(attempt.envelope().kekName(), plaintext, context);
      return new ItemResult.Resealed(resealed.item(), resealed.kek());
    } finally {
      Arrays.fill(plaintext, (byte) 0);
    }
  }

  private void record(List<AuditEvent> events) throws UnavailableException {
    write(events);
    observe(events);
  }

  private void write(List<AuditEvent> events) throws UnavailableException {
    try {
      audit.record(events);
    } catch (AuditUnavailableException e) {
      throw new UnavailableException("audit: " + e.getMessage(), e);
    }
    meters.count(events);
  }

  /** What was allowed is shown once it was done: what the HSM could not do was no use of a KEK. */
  private void observe(List<AuditEvent> events) {
    try {
      alarms.observed(events);
    } catch (RuntimeException e) {
      LOG.error("An alarm sink failed", e); // what was decided stays decided
    }
  }

  private static ItemResult finished(Attempt attempt) {
    ItemResult result = attempt.result();
    if (result == null) {
      throw new IllegalStateException("an item without a result");
    }
    return result;
  }

  private static void wipe(Attempt attempt) {
    ItemResult result = attempt.result();
    if (result != null) {
      result.wipe();
    }
  }
}
