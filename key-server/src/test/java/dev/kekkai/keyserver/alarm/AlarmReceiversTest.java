package dev.kekkai.keyserver.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.kekkai.formats.httpsig.RequestSigner;
import dev.kekkai.formats.httpsig.SignatureAlgorithm;
import dev.kekkai.formats.httpsig.SigningKey;
import dev.kekkai.keyserver.syslog.SyslogTarget;
import dev.kekkai.keyserver.webhook.Webhook;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What receivers get. */
class AlarmReceiversTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Alarm alarm = OutboxTest.alarm("client \"shop\" had\nmany");
  private final String json =
      "{\"type\":\"alarm\",\"id\":\""
          + alarm.id()
          + "\",\"time\":\"2026-12-01T10:00:00.500Z\",\"server\":\"one\",\"kind\":\"rate\","
          + "\"client\":\"shop\",\"kek\":\"payments\",\"seen\":220,\"threshold\":200,"
          + "\"suspended\":true,\"detail\":\"client \\\"shop\\\" had\\nmany\"}";

  @Test
  void an_alarm_is_json() {
    assertThat(new String(AlarmReceivers.json(alarm), StandardCharsets.UTF_8)).isEqualTo(json);
  }

  @Test
  void an_alarm_about_nobody_has_nulls() {
    Alarm registry =
        new Alarm(
            UUID.randomUUID(),
            alarm.raisedAt(),
            "one",
            AlarmKind.REGISTRY,
            null,
            null,
            0,
            0,
            false,
            "x");
    assertThat(new String(AlarmReceivers.json(registry), StandardCharsets.UTF_8))
        .contains("\"kind\":\"registry\",\"client\":null,\"kek\":null,\"seen\":0");
    assertThat(new String(AlarmReceivers.message(registry).encoded(), StandardCharsets.UTF_8))
        .startsWith("<109>1 ");
  }

  @Test
  void a_syslog_collector_gets_it_as_text() throws Exception {
    try (DatagramSocket collector = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        AlarmReceivers.Receiver receiver =
            AlarmReceivers.syslog(
                new SyslogTarget(
                    SyslogTarget.Transport.UDP,
                    collector.getLocalAddress().getHostAddress(),
                    collector.getLocalPort(),
                    null),
                meters)) {
      receiver.raised(alarm);
      DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
      collector.setSoTimeout(10_000);
      collector.receive(packet);
      assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8))
          .isEqualTo(
              "<105>1 2026-12-01T10:00:00.500Z one kekkai "
                  + ProcessHandle.current().pid()
                  + " alarm - "
                  + json);
    }
  }

  @Test
  void a_webhook_gets_it_as_its_body() throws Exception {
    BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    try (AlarmReceivers.Receiver receiver =
        AlarmReceivers.webhook(
            new Webhook(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/alarms"),
                new RequestSigner(
                    new SigningKey(
                        "server-1",
                        KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate(),
                        SignatureAlgorithm.ED25519),
                    "kekkai",
                    Duration.ofMinutes(1),
                    Clock.systemUTC()),
                null,
                Duration.ofSeconds(5)),
            meters)) {
      receiver.raised(alarm);
      assertThat(bodies.poll(10, TimeUnit.SECONDS)).isEqualTo(json);
    } finally {
      server.stop(0);
    }
  }
}
