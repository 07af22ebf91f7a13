package dev.kekkai.keyserver.alarm;

import dev.kekkai.keyserver.registry.ClientRegistry;
import dev.kekkai.keyserver.registry.RegistryChange;
import dev.kekkai.keyserver.registry.RegistryUnavailableException;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Acts on what was found: suspends, and tells whoever has to know. For one thread. */
final class AlarmRaiser {
  private static final Logger LOG = LoggerFactory.getLogger(AlarmRaiser.class);

  private final AlarmTable alarms;
  private final AlarmSettings settings;
  private final String server;
  private final ClientRegistry registry;
  private final List<AlarmListener> listeners;
  private final MeterRegistry meters;

  /** In which period a client was suspended: once is enough, an administrator may resume it. */
  private final Map<String, Long> suspendedIn = new HashMap<>();

  AlarmRaiser(
      AlarmTable alarms,
      AlarmSettings settings,
      String server,
      ClientRegistry registry,
      List<AlarmListener> listeners,
      MeterRegistry meters) {
    this.alarms = alarms;
    this.settings = settings;
    this.server = server;
    this.registry = registry;
    this.listeners = List.copyOf(listeners);
    this.meters = meters;
  }

  /** The client is suspended by every server that sees it; only the telling is for one of them. */
  void raise(Judge.Finding finding, Instant now, long period) throws SQLException {
    String client = finding.activity().client();
    String kek = finding.activity().kek();
    if (finding.suspends()) {
      suspend(client, period, finding.detail());
    }
    // that it was suspended is told also when the same was told a moment ago without that
    String subject =
        AlarmTable.subject(
            finding.kind(), client + "/" + kek + (finding.suspends() ? "/suspended" : ""));
    if (alarms.claim(subject, now, now.minus(settings.quiet()))) {
      tell(
          new Alarm(
              UUID.randomUUID(),
              now,
              server,
              finding.kind(),
              client,
              kek.isEmpty() ? null : kek,
              finding.seen(),
              finding.threshold(),
              finding.suspends(),
              finding.detail()));
    }
  }

  /**
   * By each server that sees a new version, whatever the database says: who can write a version
   * there can also write that it was told. The same version has the same id everywhere.
   */
  void raise(RegistryChange change, Instant now) {
    String subject =
        AlarmTable.subject(
            AlarmKind.REGISTRY, change.version().version() + "/" + change.version().sha256());
    if (change.whileRunning() || isNews(subject, now)) {
      tell(
          new Alarm(
              UUID.nameUUIDFromBytes(subject.getBytes(StandardCharsets.UTF_8)),
              now,
              server,
              AlarmKind.REGISTRY,
              null,
              null,
              0,
              0,
              false,
              change.describe()));
    }
  }

  /** Nobody wants to hear of a version again at each start; in doubt it is told. */
  private boolean isNews(String subject, Instant now) {
    try {
      return alarms.claim(subject, now, Instant.EPOCH);
    } catch (SQLException e) {
      LOG.warn("Not known whether {} was told before: {}", subject, e.getMessage());
      return true;
    }
  }

  private void suspend(String client, long period, String detail) {
    Long before = suspendedIn.put(client, period);
    if (before != null && before == period) {
      return;
    }
    try {
      registry.suspend(client, detail);
    } catch (RegistryUnavailableException e) {
      // it holds here, and the registry writes it down as soon as it can
      LOG.error("{}", e.getMessage());
    }
  }

  private void tell(Alarm alarm) {
    LOG.warn("Alarm {} ({}): {}", alarm.kind().id(), alarm.id(), alarm.detail());
    meters.counter("kekkai.alarms", "kind", alarm.kind().id()).increment();
    for (AlarmListener listener : listeners) {
      try {
        listener.raised(alarm);
      } catch (RuntimeException e) {
        LOG.error("Alarm {} could not be told: {}", alarm.id(), e.getMessage(), e);
      }
    }
    try {
      alarms.add(alarm);
    } catch (SQLException e) {
      LOG.error("Alarm {} could not be written down: {}", alarm.id(), e.getMessage());
    }
  }
}
