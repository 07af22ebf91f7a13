package dev.kekkai.keyserver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.kekkai.keyserver.audit.AuditEvent;
import dev.kekkai.keyserver.audit.AuditEvent.Outcome;
import dev.kekkai.keyserver.fixture.Caller;
import dev.kekkai.keyserver.fixture.Caller.Reply;
import dev.kekkai.keyserver.fixture.Items;
import dev.kekkai.keyserver.fixture.World;
import dev.kekkai.keyserver.registry.Operation;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a client gets that may. */
class OpeningTest {
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
    world.reset();
  }

  @AfterAll
  static void end() throws Exception {
    world.close();
  }

  @Test
  void an_item_opens_over_http_2() throws Exception {
    Reply reply = alice.post("/v1/decrypt", Items.asked(Items.seal(world.current, "otp")));
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.response().version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(Items.text(reply.json().get("plaintext").asString())).isEqualTo("otp");
    assertThat(reply.json().get("kek").asString()).isEqualTo("payments.v2");
    assertThat(reply.json().get("stale").asBoolean()).isFalse();
    assertThat(reply.response().headers().firstValue("content-type")).contains("application/json");
    assertThat(reply.response().headers().firstValue("cache-control")).contains("no-store");
  }

  @Test
  void an_item_opens_over_http_1_1() throws Exception {
    Caller older =
        new Caller(world, server, world.alice.identity(), world.alice.signingKey(), false);
    Reply reply = older.post("/v1/decrypt", Items.asked(Items.seal(world.current, "otp")));
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.response().version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    assertThat(Items.text(reply.json().get("plaintext").asString())).isEqualTo("otp");
  }

  @Test
  void an_item_of_an_older_version_opens_and_is_called_stale() throws Exception {
    Reply reply = alice.post("/v1/decrypt", Items.asked(Items.seal(world.old, "otp")));
    assertThat(Items.text(reply.json().get("plaintext").asString())).isEqualTo("otp");
    assertThat(reply.json().get("kek").asString()).isEqualTo("payments.v1");
    assertThat(reply.json().get("stale").asBoolean()).isTrue();
  }

  @Test
  void an_empty_value_and_a_large_one_open() throws Exception {
    String large = "x".repeat(1024 * 1024);
    for (String value : List.of("", large)) {
      Reply reply = alice.post("/v1/decrypt", Items.asked(Items.seal(world.current, value)));
      assertThat(reply.status()).isEqualTo(200);
      assertThat(Items.text(reply.json().get("plaintext").asString())).isEqualTo(value);
    }
  }

  @Test
  void a_batch_opens_in_order_and_each_item_has_its_own_fate() throws Exception {
    List<String> items = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      items.add(Items.asked(Items.seal(i % 2 == 0 ? world.current : world.old, "value " + i)));
    }
    items.set(7, Caller.item(Items.seal(world.current, "elsewhere"), "users", "otp", "18"));
    items.set(8, Items.asked("no envelope"));
    Reply reply = alice.post("/v1/decrypt/batch", Caller.batch(items.toArray(String[]::new)));
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    JsonNode results = reply.json().get("results");
    assertThat(results.size()).isEqualTo(100);
    for (int i = 0; i < 100; i++) {
      JsonNode result = results.get(i);
      if (i == 7 || i == 8) {
        assertThat(result.toString()).isEqualTo("{\"error\":\"not-opened\"}");
      } else {
        assertThat(Items.text(result.get("plaintext").asString())).isEqualTo("value " + i);
        assertThat(result.get("stale").asBoolean()).isEqualTo(i % 2 == 1);
      }
    }
  }

  @Test
  void reseal_seals_under_the_primary_and_gives_no_plaintext() throws Exception {
    Reply resealed = alice.post("/v1/reseal", Items.asked(Items.seal(world.old, "otp")));
    assertThat(resealed.status()).as(resealed.text()).isEqualTo(200);
    assertThat(resealed.json().get("kek").asString()).isEqualTo("payments.v2");
    assertThat(resealed.json().has("plaintext")).isFalse();
    String item = resealed.json().get("item").asString();
    Reply opened = alice.post("/v1/decrypt", Items.asked(item));
    assertThat(Items.text(opened.json().get("plaintext").asString())).isEqualTo("otp");
    assertThat(opened.json().get("stale").asBoolean()).isFalse();
  }

  @Test
  void a_batch_is_resealed() throws Exception {
    Reply reply =
        alice.post(
            "/v1/reseal/batch",
            Caller.batch(Items.asked(Items.seal(world.old, "one")), Items.asked("x.y.z")));
    JsonNode results = reply.json().get("results");
    assertThat(results.get(0).get("kek").asString()).isEqualTo("payments.v2");
    assertThat(results.get(1).get("error").asString()).isEqualTo("not-opened");
  }

  @Test
  void each_attempt_is_in_the_log_with_who_what_and_which_item() throws Exception {
    alice.post("/v1/decrypt", Items.asked(Items.seal(world.current, "one")));
    Reply reply = alice.post("/v1/reseal", Items.asked(Items.seal(world.old, "two")));
    assertThat(world.audit.events)
        .extracting(AuditEvent::client, AuditEvent::operation, AuditEvent::outcome, AuditEvent::kek)
        .containsExactly(
            tuple("alice", Operation.DECRYPT, Outcome.ALLOWED, "payments.v2"),
            tuple("alice", Operation.RESEAL, Outcome.ALLOWED, "payments.v1"));
    AuditEvent last = world.audit.events.get(1);
    assertThat(last.keyId()).isEqualTo("alice-key");
    assertThat(last.peer()).isEqualTo("127.0.0.1");
    assertThat(last.context()).containsExactly(Items.CONTEXT);
    assertThat(last.item()).matches("[0-9a-f]{64}");
    assertThat(reply.response().headers().firstValue("x-request-id")).contains(last.requestId());
  }

  @Test
  void the_entry_is_there_before_the_token_is_asked() throws Exception {
    List<Integer> entries = new ArrayList<>();
    world.keks.before = () -> entries.add(world.audit.events.size());
    alice.post("/v1/decrypt", Items.asked(Items.seal(world.current, "otp")));
    assertThat(entries).containsExactly(1);
  }

  @Test
  void plaintexts_are_wiped_once_they_were_sent() throws Exception {
    alice.post("/v1/decrypt", Items.asked(Items.seal(world.current, "secret")));
    alice.post("/v1/reseal", Items.asked(Items.seal(world.current, "secret")));
    assertThat(world.keks.plaintexts).hasSize(2).allMatch(bytes -> allZero(bytes));
  }

  private static boolean allZero(byte[] bytes) {
    for (byte b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return bytes.length == 6;
  }

  @Test
  void the_kek_set_is_given_to_whoever_has_a_certificate_and_once() throws Exception {
    Reply first = alice.get("/v1/keks");
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.response().headers().firstValue("content-type")).contains("application/jose");
    assertThat(first.text()).isEqualTo(world.keks.published().jws());
    String tag = first.response().headers().firstValue("etag").orElseThrow();
    Reply again = alice.get("/v1/keks", "If-None-Match", tag);
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.text()).isEmpty();
  }

  @Test
  void the_audit_log_is_read_with_a_signed_get() throws Exception {
    String chain = "0190a0b0-0000-7000-8000-000000000000";
    Reply reply = alice.signedGet("/v1/audit?chain=" + chain + "&from=5&limit=10");
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo("{\"chain\":\"" + chain + "\",\"from\":5}\n");
    assertThat(world.audit.events)
        .extracting(AuditEvent::operation, AuditEvent::outcome)
        .containsExactly(tuple(Operation.AUDIT, Outcome.ALLOWED));
    assertThat(alice.signedGet("/v1/audit").text()).contains("null");
  }

  @Test
  void a_quota_that_is_used_up_says_when_to_come_back() throws Exception {
    world.quota = Duration.ofMillis(1500);
    Reply reply = alice.post("/v1/decrypt", Items.asked(Items.seal(world.current, "otp")));
    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.problem()).isEqualTo("quota");
    assertThat(reply.response().headers().firstValue("retry-after")).contains("2");
    assertThat(world.keks.asked).hasValue(0);
    assertThat(world.audit.events)
        .extracting(AuditEvent::outcome, AuditEvent::reason)
        .containsExactly(tuple(Outcome.REFUSED, "quota"));
    Reply batch =
        alice.post(
            "/v1/decrypt/batch", Caller.batch(Items.asked(Items.seal(world.current, "otp"))));
    assertThat(batch.json().get("results").get(0).get("error").asString()).isEqualTo("quota");
  }

  @Test
  void a_quota_that_no_waiting_helps_says_nothing_of_it() throws Exception {
    world.quota = dev.kekkai.keyserver.limit.Quotas.NEVER;
    Reply reply = alice.post("/v1/decrypt", Items.asked(Items.seal(world.current, "otp")));
    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.response().headers().firstValue("retry-after")).isEmpty();
  }
}
