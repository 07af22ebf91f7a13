package dev.kekkai.keyserver;

import dev.kekkai.formats.httpsig.RequestSigner;
import dev.kekkai.formats.httpsig.SignaturePolicy;
import dev.kekkai.formats.httpsig.SigningKey;
import dev.kekkai.keyserver.alarm.AlarmListener;
import dev.kekkai.keyserver.alarm.AlarmReceivers;
import dev.kekkai.keyserver.audit.witness.Witness;
import dev.kekkai.keyserver.audit.witness.Witnesses;
import dev.kekkai.keyserver.config.AlarmTargets;
import dev.kekkai.keyserver.config.Destination;
import dev.kekkai.keyserver.config.KeyServerConfig;
import dev.kekkai.keyserver.syslog.SyslogTarget;
import dev.kekkai.keyserver.tls.KeyFile;
import dev.kekkai.keyserver.tls.TlsFileException;
import dev.kekkai.keyserver.webhook.Webhook;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Who is shown seals and alarms, as the configuration has it. */
final class Observers {
  private static final Duration WEBHOOK_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration SIGNATURE_VALIDITY = Duration.ofMinutes(1);

  private Observers() {}

  static List<Witness> witnesses(KeyServerConfig config, Clock clock) {
    List<Witness> witnesses = new ArrayList<>();
    for (Destination destination : config.witnesses()) {
      if (destination instanceof Destination.File file) {
        witnesses.add(Witnesses.file(file.path(), clock));
      } else if (destination instanceof Destination.Syslog syslog) {
        witnesses.add(Witnesses.syslog(target(syslog), clock));
      } else {
        witnesses.add(Witnesses.webhook(((Destination.Web) destination).uri(), clock));
      }
    }
    return witnesses;
  }

  static List<AlarmListener> alarmListeners(
      AlarmTargets targets, Openings openings, MeterRegistry registry, Clock clock)
      throws TlsFileException {
    List<AlarmListener> listeners = new ArrayList<>();
    for (Destination.Syslog syslog : targets.syslog()) {
      listeners.add(openings.add(AlarmReceivers.syslog(target(syslog), registry)));
    }
    for (AlarmTargets.Webhook webhook : targets.webhooks()) {
      RequestSigner signer =
          new RequestSigner(
              new SigningKey(
                  webhook.keyId(),
                  KeyFile.read(webhook.key(), webhook.algorithm()),
                  webhook.algorithm()),
              SignaturePolicy.TAG,
              SIGNATURE_VALIDITY,
              clock);
      listeners.add(
          openings.add(
              AlarmReceivers.webhook(
                  new Webhook(webhook.url(), signer, null, WEBHOOK_TIMEOUT), registry)));
    }
    return listeners;
  }

  private static SyslogTarget target(Destination.Syslog syslog) {
    return new SyslogTarget(
        SyslogTarget.Transport.valueOf(syslog.transport().toUpperCase(Locale.ROOT)),
        syslog.host(),
        syslog.port(),
        null);
  }
}
