package dev.kekkai.keyserver.alarm;

import dev.kekkai.keyserver.syslog.SyslogMessage;
import dev.kekkai.keyserver.syslog.SyslogMessage.Severity;
import dev.kekkai.keyserver.syslog.SyslogSender;
import dev.kekkai.keyserver.syslog.SyslogTarget;
import dev.kekkai.keyserver.webhook.Webhook;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who can be told of alarms. Each receiver has a queue and a thread of its own, and is tried again
 * when it does not answer. What is lost is counted as {@code kekkai.alarms.lost} by {@code
 * receiver}.
 */
public final class AlarmReceivers {
  private static final JsonMapper JSON = new JsonMapper();

  private AlarmReceivers() {}

  /** A receiver: told by {@link #raised}, ended by {@link #close()}. */
  public interface Receiver extends AlarmListener, AutoCloseable {
    /** Stops; what still waits is not delivered. */
    @Override
    void close();
  }

  /**
   * A webhook.
   *
   * @param webhook where to post
   * @param meters counts what is lost
   * @return to be closed by the caller
   */
  public static Receiver webhook(Webhook webhook, MeterRegistry meters) {
    return new Outbox(
        "webhook",
        alarm -> webhook.post(json(alarm)),
        AlarmReceivers::pause,
        lost(meters, "webhook"),
        () -> {});
  }

  /**
   * A syslog collector, which gets the same JSON as a webhook as its text.
   *
   * @param target where to send
   * @param meters counts what is lost
   * @return to be closed by the caller
   */
  public static Receiver syslog(SyslogTarget target, MeterRegistry meters) {
    SyslogSender sender = SyslogSender.to(target);
    return new Outbox(
        "syslog",
        alarm -> sender.send(message(alarm)),
        AlarmReceivers::pause,
        lost(meters, "syslog"),
        sender::close);
  }

  private static void pause(Duration duration) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(duration.toMillis());
  }

  private static Counter lost(MeterRegistry meters, String receiver) {
    return meters.counter("kekkai.alarms.lost", "receiver", receiver);
  }

  /** What a webhook's receiver gets. */
  static byte[] json(Alarm alarm) {
    ObjectNode json = JSON.createObjectNode();
    json.put("type", "alarm");
    json.put("id", alarm.id().toString());
    json.put("time", alarm.raisedAt().toString());
    json.put("server", alarm.server());
    json.put("kind", alarm.kind().id());
    json.put("client", alarm.client());
    json.put("kek", alarm.kek());
    json.put("seen", alarm.seen());
    json.put("threshold", alarm.threshold());
    json.put("suspended", alarm.suspended());
    json.put("detail", alarm.detail());
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** What a syslog collector gets. */
  static SyslogMessage message(Alarm alarm) {
    return new SyslogMessage(
        alarm.kind() == AlarmKind.REGISTRY ? Severity.NOTICE : Severity.ALERT,
        alarm.raisedAt(),
        alarm.server(),
        "alarm",
        new String(json(alarm), StandardCharsets.UTF_8));
  }
}
