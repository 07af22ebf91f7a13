package dev.kekkai.keyserver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.kekkai.formats.envelope.EnvelopeSealer;
import dev.kekkai.formats.envelope.PublicKek;
import dev.kekkai.keyserver.audit.AuditEvent;
import dev.kekkai.keyserver.audit.AuditEvent.Outcome;
import dev.kekkai.keyserver.fixture.Caller;
import dev.kekkai.keyserver.fixture.Caller.Reply;
import dev.kekkai.keyserver.fixture.Items;
import dev.kekkai.keyserver.fixture.TestPki;
import dev.kekkai.keyserver.fixture.World;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a known client may not: one text for every reason, and the reason in the log. */
class ForbiddenTest {
  private static World world;
  private static Caller alice;

  @BeforeAll
  static void start() throws Exception {
    world = new World();
    alice = Caller.of(world, world.serve(), world.alice);
  }

  @AfterEach
  void stop() throws Exception {
    assertThat(world.keks.asked).hasValue(0);
    world.reset();
  }

  @AfterAll
  static void end() throws Exception {
    world.close();
  }

  @Test
  void every_reason_has_the_same_answer_and_its_own_entry() throws Exception {
    Set<String> seen = new LinkedHashSet<>();
    String[] reasons = {"suspended", "expired", "not-yet-valid", "operation", "kek", "context"};
    for (String reason : reasons) {
      world.alice.refuse(reason);
      Reply reply = alice.post("/v1/decrypt", Items.asked(Items.seal(world.current, "otp")));
      assertThat(reply.status()).isEqualTo(403);
      seen.add(reply.seen());
    }
    assertThat(seen)
        .containsExactly(Caller.problem(403, "forbidden", "The client may not ask for that"));
    assertThat(world.audit.events)
        .allMatch(event -> event.outcome() == Outcome.REFUSED)
        .extracting(AuditEvent::reason)
        .containsExactly(reasons);
  }

  @Test
  void a_kek_that_this_server_does_not_have_is_forbidden_to_everybody() throws Exception {
    EnvelopeSealer elsewhere =
        new EnvelopeSealer(new PublicKek("cards.v1", TestPki.ecKeys().getPublic()));
    Reply reply = alice.post("/v1/decrypt", Items.asked(Items.seal(elsewhere, "otp")));
    assertThat(reply.problem()).isEqualTo("forbidden");
    assertThat(world.audit.events)
        .extracting(AuditEvent::outcome, AuditEvent::reason, AuditEvent::kek)
        .containsExactly(tuple(Outcome.REFUSED, "unknown-kek", "cards.v1"));
  }

  @Test
  void in_a_batch_it_is_a_word() throws Exception {
    world.alice.refuse("context");
    Reply reply =
        alice.post(
            "/v1/decrypt/batch", Caller.batch(Items.asked(Items.seal(world.current, "otp"))));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().get("results").toString()).isEqualTo("[{\"error\":\"forbidden\"}]");
  }

  @Test
  void of_what_a_suspended_client_sends_nothing_is_read_and_one_entry_is_written()
      throws Exception {
    world.alice.refuse("suspended");
    String item = Items.asked(Items.seal(world.current, "otp"));
    Set<String> seen = new LinkedHashSet<>();
    seen.add(alice.post("/v1/decrypt/batch", Caller.batch(item, item, item)).seen());
    seen.add(alice.post("/v1/decrypt/batch", "{").seen());
    seen.add(alice.post("/v1/decrypt", Caller.item("no envelope", "users")).seen());
    assertThat(seen)
        .containsExactly(Caller.problem(403, "forbidden", "The client may not ask for that"));
    assertThat(world.audit.events)
        .hasSize(3)
        .allMatch(event -> "suspended".equals(event.reason()) && event.item() == null);
    assertThat(world.taken).hasValue(0);
  }

  @Test
  void the_audit_log_is_not_for_everybody() throws Exception {
    world.alice.refuse("operation");
    assertThat(alice.signedGet("/v1/audit").problem()).isEqualTo("forbidden");
    assertThat(world.audit.events)
        .extracting(AuditEvent::outcome, AuditEvent::reason)
        .containsExactly(tuple(Outcome.REFUSED, "operation"));
  }
}
