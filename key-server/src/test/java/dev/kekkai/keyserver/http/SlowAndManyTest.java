package dev.kekkai.keyserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.keyserver.fixture.Caller;
import dev.kekkai.keyserver.fixture.Caller.Reply;
import dev.kekkai.keyserver.fixture.Items;
import dev.kekkai.keyserver.fixture.Settings;
import dev.kekkai.keyserver.fixture.TestPki;
import dev.kekkai.keyserver.fixture.World;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients that want time or room that they don't need. */
@Tag("slow")
class SlowAndManyTest {
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final String HEAD =
      "POST /v1/decrypt HTTP/1.1\r\nHost: localhost\r\n" + "Content-Type: application/json\r\n";

  private World world;

  @BeforeEach
  void start() throws Exception {
    world = new World();
  }

  @AfterEach
  void stop() throws Exception {
    world.close();
  }

  private SSLContext context() {
    return TestPki.context(world.pki.authority(), world.alice.identity());
  }

  private void assertServes(ClientListener server) throws Exception {
    Caller alice = Caller.of(world, server, world.alice);
    Reply reply = alice.post("/v1/decrypt", Items.asked(Items.seal(world.current, "otp")));
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
  }

  @Test
  void half_open_tls_is_ended_silent_or_trickling() throws Exception {
    ClientListener server = world.serve(Settings.with(limits -> limits.handshakeTimeout(SHORT)));
    try (RawConnection silent = RawConnection.plain(server.port());
        RawConnection trickling = RawConnection.plain(server.port())) {
      // the beginning of a ClientHello that never ends: a record of 512 bytes is announced
      trickling.say(new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3});
      assertServes(server);
      assertThat(trickling.trickles(50, 5_000)).isTrue();
      assertThat(silent.hear()).isIn("", "[SocketException]");
    }
  }

  @Test
  void a_header_that_trickles_in_is_not_waited_for() throws Exception {
    ClientListener server = world.serve(Settings.with(limits -> limits.idleTimeout(SHORT)));
    try (RawConnection slow = RawConnection.tls(context(), server.port())) {
      slow.say("GET /v1/keks HTTP/1.1\r\nX-Slow: ");
      assertServes(server);
      assertThat(slow.trickles(50, 5_000)).isTrue();
    }
  }

  @Test
  void a_connection_without_a_request_is_ended() throws Exception {
    ClientListener server = world.serve(Settings.with(limits -> limits.idleTimeout(SHORT)));
    try (RawConnection idle = RawConnection.tls(context(), server.port())) {
      assertThat(idle.hear()).isIn("", "[SocketException]");
    }
  }

  @Test
  void a_body_that_trickles_in_is_answered_before_it_is_all_here() throws Exception {
    ClientListener server = world.serve(Settings.with(limits -> limits.bodyTimeout(SHORT)));
    try (RawConnection slow = RawConnection.tls(context(), server.port())) {
      slow.say(HEAD + "Content-Length: 1000\r\n\r\n{");
      assertServes(server);
      Thread trickle =
          new Thread(
              () -> {
                try {
                  slow.trickles(50, 5_000);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      trickle.start();
      assertThat(slow.hear()).startsWith("HTTP/1.1 408 ").contains("urn:kekkai:problem:timeout");
      trickle.interrupt();
      trickle.join();
    }
    assertThat(world.rejects).contains("timeout");
  }

  @Test
  void an_answer_that_nobody_takes_is_given_up() throws Exception {
    ClientListener server = world.serve(Settings.with(limits -> limits.answerTimeout(SHORT)));
    String large = Items.seal(world.current, "x".repeat(1024 * 1024));
    Caller signer = Caller.of(world, server, world.alice);
    try (RawConnection deaf = RawConnection.tls(context(), server.port())) {
      for (int i = 0; i < 8; i++) { // more than sockets buffer
        String body = Items.asked(large);
        StringBuilder head = new StringBuilder("POST /v1/decrypt HTTP/1.1\r\n");
        head.append("Host: localhost:").append(server.port()).append("\r\n");
        head.append("Content-Type: application/json\r\n");
        head.append("Content-Length: ").append(body.length()).append("\r\n");
        signer
            .sign("/v1/decrypt", Caller.JSON, body)
            .forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        try {
          deaf.say(head + "\r\n" + body);
        } catch (IOException e) {
          break; // it has had enough already
        }
      }
      long end = System.nanoTime() + 8_000_000_000L;
      while (world.keks.plaintexts.isEmpty()
          || !world.keks.plaintexts.stream().allMatch(bytes -> bytes[0] == 0)) {
        assertThat(System.nanoTime()).isLessThan(end);
        Thread.onSpinWait();
      }
    }
    assertServes(server);
  }

  @Test
  void a_flood_of_connections_keeps_nobody_out_for_long() throws Exception {
    ClientListener server =
        world.serve(Settings.with(limits -> limits.connections(20).handshakeTimeout(SHORT)));
    Caller earlier = Caller.of(world, server, world.alice);
    assertThat(earlier.get("/v1/keks").status()).isEqualTo(200);
    List<RawConnection> flood = new ArrayList<>();
    try {
      for (int i = 0; i < 60; i++) {
        flood.add(RawConnection.plain(server.port()));
      }
      assertThat(mostConnectionsWithin(Duration.ofMillis(500))).isBetween(10.0, 21.0);
      // who was there before is served meanwhile, and a newcomer as soon as the flood ebbs
      assertThat(earlier.get("/v1/keks").status()).isEqualTo(200);
      assertServes(server);
    } finally {
      for (RawConnection connection : flood) {
        connection.close();
      }
    }
  }

  private double mostConnectionsWithin(Duration time) {
    double most = 0;
    for (long end = System.nanoTime() + time.toNanos(); System.nanoTime() < end; ) {
      most = Math.max(most, world.meters.get("kekkai.server.connections").gauge().value());
      Thread.onSpinWait();
    }
    return most;
  }

  @Test
  void bodies_that_would_take_too_much_memory_together_are_sent_away() throws Exception {
    ClientListener server = world.serve(Settings.with(limits -> limits.bodiesBytes(64 * 1024)));
    Caller alice = Caller.of(world, server, world.alice);
    Reply reply = alice.post("/v1/decrypt", Items.asked("x".repeat(100_000)));
    assertThat(reply.status()).isEqualTo(503);
    assertServes(server);
  }
}
