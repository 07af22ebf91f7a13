package dev.kekkai.keyserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.keyserver.audit.AuditEvent;
import dev.kekkai.keyserver.audit.AuditEvent.Outcome;
import dev.kekkai.keyserver.config.LimitSettings;
import dev.kekkai.keyserver.fixture.Caller;
import dev.kekkai.keyserver.fixture.Caller.Reply;
import dev.kekkai.keyserver.fixture.Items;
import dev.kekkai.keyserver.fixture.Settings;
import dev.kekkai.keyserver.fixture.World;
import java.security.ProviderException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** HSM, database or time are missing: 503, when to come back, and nothing in clear left behind. */
@Tag("slow")
class UnavailableTest {
  private World world;
  private Caller alice;
  private String asked;

  @BeforeEach
  void start() throws Exception {
    world = new World();
    alice = Caller.of(world, world.serve(), world.alice);
    asked = Items.asked(Items.seal(world.current, "otp"));
  }

  @AfterEach
  void stop() throws Exception {
    world.close();
  }

  private static void assertUnavailable(Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(503);
    assertThat(reply.problem()).isEqualTo("unavailable");
    assertThat(reply.response().headers().firstValue("retry-after")).contains("1");
  }

  @Test
  void a_token_that_fails_is_not_the_items_fault() throws Exception {
    world.keks.before =
        () -> {
          throw new ProviderException("CKR_DEVICE_ERROR");
        };
    assertUnavailable(alice.post("/v1/decrypt", asked));
    assertThat(world.audit.events)
        .extracting(AuditEvent::outcome)
        .containsExactly(Outcome.ALLOWED, Outcome.UNAVAILABLE);
  }

  @Test
  void an_entry_after_a_crash_of_the_database_does_not_vouch_for_what_was_taken_before()
      throws Exception {
    AtomicInteger opened = new AtomicInteger();
    world.keks.before = opened::incrementAndGet;
    world.audit.crash();
    assertUnavailable(alice.post("/v1/decrypt", asked));
    assertThat(opened).hasValue(0);
    assertThat(world.audit.events.get(1).reason()).isEqualTo("connection-lost");
    assertThat(world.taken).as("perhaps it is taken, so it is not given back").hasValue(1);
    assertThat(world.audit.events)
        .extracting(AuditEvent::outcome)
        .containsExactly(Outcome.ALLOWED, Outcome.UNAVAILABLE);
  }

  @Test
  void what_the_token_could_not_do_costs_no_quota_and_is_no_use_to_alarm_on() throws Exception {
    world.keks.before =
        () -> {
          throw new ProviderException("CKR_DEVICE_ERROR");
        };
    assertUnavailable(alice.post("/v1/decrypt/batch", Caller.batch(asked, asked)));
    assertThat(world.taken).hasValue(0);
    assertThat(world.observed)
        .extracting(AuditEvent::outcome)
        .containsExactly(Outcome.UNAVAILABLE, Outcome.UNAVAILABLE);
  }

  @Test
  void what_was_opened_costs_quota_and_is_shown_to_alarms_once() throws Exception {
    assertThat(alice.post("/v1/decrypt/batch", Caller.batch(asked, asked)).status()).isEqualTo(200);
    assertThat(world.taken).hasValue(2);
    assertThat(world.observed)
        .extracting(AuditEvent::outcome)
        .containsExactly(Outcome.ALLOWED, Outcome.ALLOWED);
  }

  @Test
  void an_item_that_did_not_open_while_the_token_was_away_is_not_called_bad() throws Exception {
    String tampered =
        Items.asked(
            Items.seal(world.current, "otp").replaceFirst("\\.[^.]+$", ".AAAAAAAAAAAAAAAAAAAAAA"));
    world.source.calm(-1);
    assertUnavailable(alice.post("/v1/decrypt", tampered));
    world.source.calm(2);
    assertThat(alice.post("/v1/decrypt", tampered).status()).isEqualTo(422);
  }

  @Test
  void one_item_that_the_token_failed_on_ends_the_batch_and_wipes_the_others() throws Exception {
    AtomicInteger turns = new AtomicInteger();
    world.keks.before =
        () -> {
          if (turns.incrementAndGet() == 3) {
            throw new ProviderException("CKR_DEVICE_ERROR");
          }
        };
    assertUnavailable(alice.post("/v1/decrypt/batch", Caller.batch(asked, asked, asked, asked)));
    assertThat(world.keks.plaintexts).hasSize(3).allMatch(bytes -> bytes[0] == 0);
  }

  @Test
  void without_an_audit_log_nothing_is_opened() throws Exception {
    world.audit.failAfter(0);
    assertUnavailable(alice.post("/v1/decrypt", asked));
    assertUnavailable(alice.post("/v1/decrypt", "{"));
    assertUnavailable(alice.signedGet("/v1/audit"));
    assertThat(world.keks.asked).hasValue(0);
  }

  @Test
  void that_an_item_did_not_open_is_told_only_once_it_is_written_down() throws Exception {
    world.audit.failAfter(1);
    String wrong = Caller.item(Items.seal(world.current, "otp"), "elsewhere");
    assertUnavailable(alice.post("/v1/decrypt/batch", Caller.batch(asked, wrong)));
    assertThat(world.keks.plaintexts).hasSize(1).allMatch(bytes -> bytes[0] == 0);
  }

  @Test
  void a_nonce_that_can_not_be_looked_up_may_be_a_replay() throws Exception {
    world.noncesAway = true;
    assertUnavailable(alice.post("/v1/decrypt", asked));
    assertThat(world.keks.asked).hasValue(0);
  }

  @Test
  void who_is_known_by_a_registry_that_is_too_old_is_not_served() throws Exception {
    world.registryAway = true;
    assertUnavailable(alice.post("/v1/decrypt", asked));
    assertUnavailable(alice.signedGet("/v1/audit"));
    assertThat(world.keks.asked).hasValue(0);
    assertThat(world.audit.events).isEmpty();
  }

  @Test
  void work_that_takes_too_long_is_answered_by_the_clock_and_its_result_wiped() throws Exception {
    LimitSettings quick = Settings.with(limits -> limits.requestTimeout(Duration.ofMillis(300)));
    Caller hasty = Caller.of(world, world.serve(quick), world.alice);
    CountDownLatch answered = new CountDownLatch(1);
    world.keks.before = () -> await(answered);
    assertUnavailable(hasty.post("/v1/decrypt", asked));
    answered.countDown();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (world.keks.plaintexts.isEmpty() || world.keks.plaintexts.get(0)[0] != 0) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @Test
  void who_comes_when_all_workers_work_and_all_seats_are_taken_is_sent_away() throws Exception {
    LimitSettings small = Settings.with(limits -> limits.threads(1).queue(1));
    ClientListener server = world.serve(small);
    Caller caller = Caller.of(world, server, world.alice);
    CountDownLatch working = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    world.keks.before =
        () -> {
          working.countDown();
          await(go);
        };
    CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> status(caller));
    assertThat(working.await(30, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<Integer> second = CompletableFuture.supplyAsync(() -> status(caller));
    Caller third = Caller.of(world, server, world.alice);
    Reply reply = third.get("/v1/keks");
    while (reply.status() == 200) {
      throw new AssertionError("nobody works");
    }
    assertUnavailable(reply);
    go.countDown();
    assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(200);
    assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo(200);
  }

  private int status(Caller caller) {
    try {
      return caller.post("/v1/decrypt", asked).status();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody let it go");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void what_is_under_way_is_finished_before_the_server_ends() throws Exception {
    ClientListener server = world.serve();
    Caller caller = Caller.of(world, server, world.alice);
    CountDownLatch working = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    world.keks.before =
        () -> {
          working.countDown();
          await(go);
        };
    CompletableFuture<Integer> request = CompletableFuture.supplyAsync(() -> status(caller));
    assertThat(working.await(30, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
    assertThat(closed).isNotDone();
    go.countDown();
    assertThat(request.get(30, TimeUnit.SECONDS)).isEqualTo(200);
    closed.get(10, TimeUnit.SECONDS);
  }
}
