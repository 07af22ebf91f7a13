package dev.kekkai.keyserver.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.keyserver.audit.AuditEvent.Outcome;
import dev.kekkai.keyserver.registry.Operation;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is counted, and under which name. */
class CountersTest {
  private static final Instant NOON = Instant.parse("2026-12-01T12:00:00Z");
  private final Counters counters = new Counters(Duration.ofMinutes(1));
  private final long noon = counters.period(NOON);

  @Test
  void periods_follow_each_other() {
    assertThat(counters.begin(noon)).isEqualTo(NOON);
    assertThat(counters.period(NOON.plusSeconds(59))).isEqualTo(noon);
    assertThat(counters.period(NOON.plusSeconds(60))).isEqualTo(noon + 1);
    assertThat(counters.period(NOON.minusMillis(1))).isEqualTo(noon - 1);
  }

  @Test
  void items_are_counted_by_client_kind_and_kek_without_version() {
    Events.opened(NOON, "shop", 3).forEach(counters::count);
    counters.count(
        Events.event(NOON, "shop", Operation.DECRYPT, Outcome.ALLOWED, null, "payments.v4"));
    counters.count(
        Events.event(NOON, "shop", Operation.DECRYPT, Outcome.ALLOWED, null, "users.v1"));
    Events.opened(NOON, "other", 1).forEach(counters::count);
    Events.notOpened(NOON, "shop", 2).forEach(counters::count);
    Events.refused(NOON, "shop", "context", 2).forEach(counters::count);
    assertThat(counters.changed())
        .containsExactlyInAnyOrder(
            count("shop", Activity.Kind.OPENED, "payments", 4),
            count("shop", Activity.Kind.OPENED, "users", 1),
            count("other", Activity.Kind.OPENED, "payments", 1),
            count("shop", Activity.Kind.NOT_OPENED, "", 2),
            count("shop", Activity.Kind.REFUSED, "", 2));
  }

  private Count count(String client, Activity.Kind kind, String kek, long events) {
    return new Count(noon, new Activity(client, kind, kek), events);
  }

  @Test
  void what_gives_no_plaintext_away_is_no_item_that_was_opened() {
    counters.count(
        Events.event(NOON, "shop", Operation.RESEAL, Outcome.ALLOWED, null, "payments.v3"));
    counters.count(Events.event(NOON, "shop", Operation.AUDIT, Outcome.ALLOWED, null, null));
    counters.count(
        Events.event(NOON, "shop", Operation.DECRYPT, Outcome.UNAVAILABLE, null, "payments.v3"));
    assertThat(counters.changed()).isEmpty();
  }

  @Test
  void what_a_suspended_client_tries_is_counted_by_itself() {
    Events.refused(NOON, "shop", "suspended", 9).forEach(counters::count);
    Events.refused(NOON, "shop", "context", 2).forEach(counters::count);
    assertThat(counters.changed())
        .containsExactlyInAnyOrder(
            count("shop", Activity.Kind.SUSPENDED, "", 9),
            count("shop", Activity.Kind.REFUSED, "", 2));
  }

  @Test
  void keks_that_a_client_makes_up_are_not_counted_each() {
    for (int i = 0; i < 100; i++) {
      counters.count(
          Events.event(NOON, "shop", Operation.DECRYPT, Outcome.REFUSED, "kek", "made-up" + i));
    }
    assertThat(counters.changed()).containsExactly(count("shop", Activity.Kind.REFUSED, "", 100));
  }

  @Test
  void only_what_changed_has_to_be_written_again() {
    Events.opened(NOON, "shop", 3).forEach(counters::count);
    Events.opened(NOON, "other", 1).forEach(counters::count);
    counters.written(counters.changed());
    assertThat(counters.changed()).isEmpty();
    Events.opened(NOON, "shop", 2).forEach(counters::count);
    assertThat(counters.changed())
        .containsExactly(count("shop", Activity.Kind.OPENED, "payments", 5));
  }

  @Test
  void old_periods_are_forgotten() {
    Events.opened(NOON, "shop", 3).forEach(counters::count);
    Events.opened(NOON.plusSeconds(60), "shop", 4).forEach(counters::count);
    counters.forget(noon + 1);
    assertThat(counters.changed()).extracting(Count::events).containsExactly(4L);
  }
}
