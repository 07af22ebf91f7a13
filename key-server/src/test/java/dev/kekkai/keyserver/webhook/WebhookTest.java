package dev.kekkai.keyserver.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kekkai.formats.httpsig.ContentDigest;
import dev.kekkai.formats.httpsig.RequestSignature;
import dev.kekkai.formats.httpsig.RequestSigner;
import dev.kekkai.formats.httpsig.SignatureAlgorithm;
import dev.kekkai.formats.httpsig.SigningKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signed posts. */
class WebhookTest {
  private static final byte[] BODY = "{\"type\":\"alarm\"}".getBytes(StandardCharsets.UTF_8);

  private final AtomicInteger requests = new AtomicInteger();
  private KeyPair keys;
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(int status, String... header) {
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          if (header.length > 0) {
            exchange.getResponseHeaders().set(header[0], header[1]);
          }
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
  }

  private URI target() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook?to=team");
  }

  private Webhook webhook(URI target) {
    return webhook(target, Duration.ofSeconds(5));
  }

  private Webhook webhook(URI target, Duration timeout) {
    return new Webhook(
        target,
        new RequestSigner(
            new SigningKey("server-1", keys.getPrivate(), SignatureAlgorithm.ED25519),
            "kekkai",
            Duration.ofMinutes(1),
            Clock.systemUTC()),
        null,
        timeout);
  }

  @Test
  void the_receiver_can_verify_who_says_it() throws Exception {
    server.createContext("/hook", this::verify);
    webhook(target()).post(BODY);
    assertThat(requests).hasValue(1);
  }

  private void verify(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    int status = 500;
    try {
      RequestSignature signature =
          RequestSignature.parse(
              exchange.getRequestMethod(),
              target(),
              name -> {
                List<String> values = exchange.getRequestHeaders().get(name);
                return values == null ? List.of() : values;
              });
      boolean good =
          signature.verify(keys.getPublic(), SignatureAlgorithm.ED25519)
              && signature.keyId().equals("server-1")
              && signature.components().contains("content-digest")
              && ContentDigest.matches(exchange.getRequestHeaders().get("content-digest"), body)
              && exchange.getRequestHeaders().getFirst("content-type").equals("application/json")
              && new String(body, StandardCharsets.UTF_8).equals("{\"type\":\"alarm\"}");
      status = good ? 200 : 400;
      requests.incrementAndGet();
    } catch (Exception e) {
      status = 401;
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 404, 500, 503})
  void what_is_not_success_is_a_failure(int status) {
    answer(status);
    assertThatThrownBy(() -> webhook(target()).post(BODY))
        .isInstanceOf(IOException.class)
        .hasMessage("The webhook's receiver answered " + status);
  }

  @Test
  void a_redirection_is_not_followed() {
    answer(307, "location", "/elsewhere");
    assertThatThrownBy(() -> webhook(target()).post(BODY))
        .hasMessage("The webhook's receiver answered 307");
    assertThat(requests).hasValue(1);
  }

  @Test
  @Timeout(30)
  void a_receiver_that_answers_without_end_is_a_failure() throws Exception {
    try (EndlessAnswer endless = new EndlessAnswer()) {
      Webhook webhook = webhook(endless.uri(), Duration.ofMillis(100));
      assertThatThrownBy(() -> webhook.post(BODY))
          .isInstanceOf(IOException.class)
          .hasMessage("There was no whole answer within 100 ms");
      endless.awaitHangUp();
    }
  }

  @Test
  @Timeout(30)
  void more_than_an_answer_needs_is_not_read() throws Exception {
    try (EndlessAnswer endless = new EndlessAnswer().fast()) {
      webhook(endless.uri(), Duration.ofSeconds(20)).post(BODY);
      endless.awaitHangUp();
    }
  }

  @Test
  void nobody_there_is_a_failure() {
    URI target = target();
    server.stop(0);
    assertThatThrownBy(() -> webhook(target).post(BODY)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://alarms.example/hook",
        "ftp://127.0.0.1/",
        "https:///hook",
        "/hook",
        "https://user:secret@alarms.example/",
        "https://alarms.example/#part",
        "http://127.0.0.1.evil.example/",
      })
  void other_addresses_are_refused(String target) {
    assertThatThrownBy(() -> webhook(URI.create(target)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("A webhook's address is https://HOST/...")
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://alarms.example/hook", "http://localhost:8080/", "http://[::1]:8080/"})
  void these_addresses_are_taken(String target) {
    assertThat(webhook(URI.create(target))).isNotNull();
  }
}
