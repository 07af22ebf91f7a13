package dev.kekkai.keyserver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.kekkai.keyserver.audit.AuditEvent;
import dev.kekkai.keyserver.audit.AuditEvent.Outcome;
import dev.kekkai.keyserver.fixture.Caller;
import dev.kekkai.keyserver.fixture.Caller.Reply;
import dev.kekkai.keyserver.fixture.Items;
import dev.kekkai.keyserver.fixture.World;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are not what the endpoints take, from a client that signs them well. */
class BadBodyTest {
  private static World world;
  private static ClientListener server;
  private static Caller alice;

  @BeforeAll
  static void start() throws Exception {
    world = new World();
    server = world.serve();
    alice = Caller.of(world, server, world.alice);
  }

  @AfterEach
  void stop() throws Exception {
    assertThat(world.keks.asked).hasValue(0);
    // the server is well: it answers the next one
    assertThat(alice.post("/v1/decrypt", Items.asked(Items.seal(world.current, "x"))).status())
        .isEqualTo(200);
    world.reset();
  }

  @AfterAll
  static void end() throws Exception {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "null",
        "\"item\"",
        "{}",
        "{\"item\":\"x\"}",
        "{\"context\":[]}",
        "{\"item\":1,\"context\":[]}",
        "{\"item\":null,\"context\":[]}",
        "{\"item\":\"x\",\"context\":\"users\"}",
        "{\"item\":\"x\",\"context\":[1]}",
        "{\"item\":\"x\",\"context\":[[]]}",
        "{\"item\":\"x\",\"context\":[],\"context\":[]}",
        "{\"item\":\"x\",\"item\":\"y\",\"context\":[]}",
        "{\"item\":\"x\",\"context\":[],\"more\":1}",
        "{\"item\":\"x\",\"context\":[]} {}",
        "{\"item\":\"x\",\"context\":[]}x",
        "{'item':'x','context':[]}",
        "{\"item\":\"x\",\"context\":[],}",
        "{\"item\":\"x\",\"context\":[\"\\ud800\"]}",
        "{\"item\":\"x\" /* c */,\"context\":[]}",
        "{\"item\":NaN,\"context\":[]}",
        "{\"a-name-much-longer-than-any-here\":1}"
      })
  void is_refused_and_written_down(String body) throws Exception {
    assertBadRequest(alice.post("/v1/decrypt", body));
  }

  private void assertBadRequest(Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(400);
    assertThat(reply.problem()).isEqualTo("bad-request");
    assertThat(world.audit.events)
        .extracting(AuditEvent::outcome, AuditEvent::reason)
        .containsExactly(tuple(Outcome.REFUSED, "malformed-request"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"items\":[]}",
        "{\"items\":{}}",
        "{\"items\":[1]}",
        "{\"items\":[{}]}",
        "{\"results\":[{\"item\":\"x\",\"context\":[]}]}",
        "{\"items\":[{\"item\":\"x\",\"context\":[]}],\"more\":1}",
        "{\"items\":[{\"item\":\"x\",\"context\":[]}]}]",
        "{\"item\":\"x\",\"context\":[]}"
      })
  void a_batch_of_another_form(String body) throws Exception {
    assertBadRequest(alice.post("/v1/decrypt/batch", body));
  }

  @Test
  void nesting_without_end() throws Exception {
    String deep = "{\"item\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    assertBadRequest(alice.post("/v1/decrypt", deep));
  }

  @Test
  void more_items_than_a_batch_has() throws Exception {
    String item = Caller.item("x");
    String[] items = Collections.nCopies(101, item).toArray(String[]::new);
    assertBadRequest(alice.post("/v1/decrypt/batch", Caller.batch(items)));
  }

  @Test
  void a_context_with_too_many_parts_or_too_long_a_part() throws Exception {
    String[] parts = Collections.nCopies(65, "p").toArray(String[]::new);
    assertThat(alice.post("/v1/decrypt", Caller.item("x", parts)).status()).isEqualTo(400);
    assertThat(alice.post("/v1/decrypt", Caller.item("x", "p".repeat(70_000))).status())
        .isEqualTo(400);
  }

  @Test
  void a_body_that_is_not_utf_8_and_one_that_is_utf_16() throws Exception {
    for (byte[] body :
        List.of(
            new byte[] {'{', '"', (byte) 0xff, '"', '}'},
            Caller.item("x").getBytes(StandardCharsets.UTF_16LE))) {
      Map<String, String> headers =
          new dev.kekkai.formats.httpsig.RequestSigner(
                  world.alice.signingKey(),
                  "kekkai",
                  java.time.Duration.ofMinutes(1),
                  java.time.Clock.systemUTC())
              .sign("POST", alice.uri("/v1/decrypt"), Caller.JSON, body);
      HttpRequest.Builder request =
          HttpRequest.newBuilder(alice.uri("/v1/decrypt"))
              .header("content-type", Caller.JSON)
              .POST(HttpRequest.BodyPublishers.ofByteArray(body));
      headers.forEach(request::header);
      assertThat(alice.reply(request.build()).status()).isBetween(400, 422);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/plain", "application/x-www-form-urlencoded", "application/json-patch+json"})
  void another_content_type(String type) throws Exception {
    String body = Items.asked("x");
    Reply reply = alice.send("/v1/decrypt", type, body, alice.sign("/v1/decrypt", type, body));
    assertThat(reply.status()).isEqualTo(415);
    assertThat(reply.problem()).isEqualTo("unsupported-media-type");
    assertThat(world.audit.events).extracting(AuditEvent::reason).containsExactly("content-type");
  }

  @Test
  void json_with_a_charset_is_json() throws Exception {
    String type = "application/json; charset=utf-8";
    String body = Items.asked("x");
    Reply reply = alice.send("/v1/decrypt", type, body, alice.sign("/v1/decrypt", type, body));
    assertThat(reply.status()).isEqualTo(422);
  }

  @Test
  void an_oversized_body_is_refused_whatever_it_is() throws Exception {
    String body = "x".repeat(3 * 1024 * 1024);
    for (boolean http2 : new boolean[] {true, false}) {
      Caller caller =
          new Caller(world, server, world.alice.identity(), world.alice.signingKey(), http2);
      Reply announced = caller.send("/v1/decrypt", Caller.JSON, body, Map.of());
      assertThat(announced.status()).isEqualTo(413);
      assertThat(announced.problem()).isEqualTo("too-large");
      HttpRequest streamed =
          HttpRequest.newBuilder(caller.uri("/v1/decrypt"))
              .header("content-type", Caller.JSON)
              .POST(
                  HttpRequest.BodyPublishers.fromPublisher(
                      HttpRequest.BodyPublishers.ofString(body)))
              .build();
      assertThat(caller.reply(streamed).status()).isEqualTo(413);
    }
    try {
      Reply enormous =
          new Caller(world, server, world.alice.identity(), world.alice.signingKey(), false)
              .send("/v1/decrypt", Caller.JSON, "x".repeat(12 * 1024 * 1024), Map.of());
      assertThat(enormous.status()).isEqualTo(413);
    } catch (IOException e) {
      // the server did not wait for all of it, and the client has no ears while it talks
      assertThat(e).isNotInstanceOf(HttpTimeoutException.class);
    }
    assertThat(world.rejects).hasSize(5).containsOnly("too-large");
    assertThat(world.audit.events).isEmpty();
  }

  @Test
  void a_path_that_is_none_and_a_method_that_is_not_the_paths() throws Exception {
    assertThat(alice.get("/v1/nothing").problem()).isEqualTo("not-found");
    assertThat(alice.get("/v1/decrypt/../keks").status()).isIn(200, 400);
    Reply get = alice.get("/v1/decrypt");
    assertThat(get.problem()).isEqualTo("method-not-allowed");
    assertThat(get.response().headers().firstValue("allow")).contains("POST");
    assertThat(alice.post("/v1/keks", "{}").status()).isEqualTo(405);
  }

  @Test
  void a_header_that_is_too_long() throws Exception {
    Caller older =
        new Caller(world, server, world.alice.identity(), world.alice.signingKey(), false);
    Reply reply = older.get("/v1/keks", "x-long", "x".repeat(20_000));
    assertThat(reply.status()).isEqualTo(431);
    assertThat(reply.problem()).isEqualTo("header-too-large");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?limit=0",
        "?limit=1001",
        "?limit=99999999999",
        "?from=0",
        "?from=-1",
        "?from=1&from=2",
        "?chain=x",
        "?chain=zz",
        "?all=1",
        "?",
        "?chain=0190a0b0-0000-7000-8000-000000000000&"
      })
  void a_query_of_the_audit_log_that_is_none(String query) throws Exception {
    assertBadRequest(alice.signedGet("/v1/audit" + query));
  }
}
