package dev.kekkai.keyserver.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.keyserver.db.DatabaseContract;
import dev.kekkai.keyserver.db.Jdbc;
import dev.kekkai.keyserver.db.TestDatabase;
import dev.kekkai.keyserver.fixture.TestClock;
import dev.kekkai.keyserver.registry.ClientRegistry;
import dev.kekkai.keyserver.registry.RegisteredClient;
import dev.kekkai.keyserver.registry.RegistryChange;
import dev.kekkai.keyserver.registry.StoredVersion;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Alarms over all servers. */
class AlarmsTest {
  private static final AlarmSettings SETTINGS =
      new AlarmSettings(
          Duration.ofMinutes(1),
          5,
          100,
          5,
          60,
          50,
          20,
          Duration.ofMinutes(15),
          Set.of(AlarmKind.RATE));

  /** The same for every database. */
  abstract static class Common extends DatabaseContract {
    final List<Alarm> told = new ArrayList<>();
    final List<String> suspended = new ArrayList<>();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final AtomicLong nanos = new AtomicLong();
    TestClock clock;
    Alarms one;
    Alarms two;
    Alarms three;

    @BeforeEach
    void start() {
      told.clear();
      suspended.clear();
      meters.clear();
      clock = new TestClock(Instant.parse("2026-12-01T10:00:30Z"));
      one = server("one");
      two = server("two");
      three = server("three");
    }

    Alarms server(String name) {
      ClientRegistry registry =
          new ClientRegistry() {
            @Override
            public Optional<RegisteredClient> byKeyId(String keyId) {
              return Optional.empty();
            }

            @Override
            public void suspend(String client, String reason) {
              suspended.add(name + " suspends " + client);
            }
          };
      AlarmListener broken =
          alarm -> {
            throw new IllegalStateException("tells nobody");
          };
      return new Alarms(
          SETTINGS,
          name,
          connections,
          database.dialect(),
          registry,
          List.of(broken, told::add),
          meters,
          clock,
          nanos::get);
    }

    void look() throws SQLException {
      one.look();
      two.look();
      three.look();
    }

    /** Makes so many items a minute usual. */
    void learn(int items) throws SQLException {
      for (int i = 0; i < 10; i++) {
        one.observed(Events.opened(clock.instant(), "shop", items));
        one.look();
        clock.advance(Duration.ofMinutes(1));
      }
      look();
      told.clear();
    }

    @Test
    void the_usual_raises_no_alarm() throws Exception {
      learn(90);
      one.observed(Events.opened(clock.instant(), "shop", 200));
      look();
      assertThat(told).isEmpty();
      assertThat(suspended).isEmpty();
    }

    @Test
    void far_more_than_usual_raises_one_alarm_and_suspends() throws Exception {
      learn(40);
      one.observed(Events.opened(clock.instant(), "shop", 150));
      one.observed(Events.opened(clock.instant(), "shop", 50));
      look();
      look();
      assertThat(told).hasSize(1);
      Alarm alarm = told.get(0);
      assertThat(alarm.kind()).isEqualTo(AlarmKind.RATE);
      assertThat(alarm.client()).isEqualTo("shop");
      assertThat(alarm.kek()).isEqualTo("payments");
      assertThat(alarm.seen()).isEqualTo(220);
      assertThat(alarm.threshold()).isEqualTo(200);
      assertThat(alarm.server()).isEqualTo("one");
      assertThat(alarm.suspended()).isTrue();
      assertThat(alarm.raisedAt()).isEqualTo(clock.instant());
      assertThat(suspended)
          .containsExactly("one suspends shop", "two suspends shop", "three suspends shop");
      assertThat(meters.counter("kekkai.alarms", "kind", "rate").count()).isEqualTo(1);
      assertThat(rows()).containsExactly(alarm.id() + " rate shop payments 220 200 true");
    }

    List<String> rows() throws SQLException {
      return new Jdbc(connections)
          .query(
              "select id, kind, client, kek, seen, threshold, suspended from alarm",
              Jdbc.Binder.NOTHING,
              row ->
                  String.join(
                      " ",
                      row.getString(1),
                      row.getString(2),
                      row.getString(3),
                      row.getString(4),
                      row.getString(5),
                      row.getString(6),
                      Boolean.toString(row.getBoolean(7))));
    }

    @Test
    void who_spreads_over_three_servers_is_seen_as_who_uses_one() throws Exception {
      learn(40);
      one.observed(Events.opened(clock.instant(), "shop", 70));
      two.observed(Events.opened(clock.instant(), "shop", 70));
      three.observed(Events.opened(clock.instant(), "shop", 70));
      look();
      assertThat(told).hasSize(1);
      assertThat(told.get(0).seen()).isGreaterThanOrEqualTo(210);
      look();
      assertThat(suspended)
          .containsExactlyInAnyOrder(
              "one suspends shop", "two suspends shop", "three suspends shop");
    }

    @Test
    void the_same_matter_is_told_again_after_the_quiet_time_only() throws Exception {
      for (int minute = 0; minute < 32; minute++) {
        one.observed(Events.refused(clock.instant(), "shop", "context", 60));
        look();
        clock.advance(Duration.ofMinutes(1));
      }
      assertThat(told).hasSize(3);
      assertThat(told).allMatch(alarm -> alarm.kind() == AlarmKind.REFUSALS);
      assertThat(suspended).isEmpty();
    }

    @Test
    void another_matter_is_told_at_once() throws Exception {
      one.observed(Events.refused(clock.instant(), "shop", "quota", 60));
      one.observed(Events.notOpened(clock.instant(), "shop", 20));
      two.observed(Events.refused(clock.instant(), "other", "kek", 60));
      look();
      assertThat(told)
          .extracting(alarm -> alarm.kind().id() + " " + alarm.client())
          .containsExactlyInAnyOrder("refusals shop", "not-opened shop", "refusals other");
    }

    @Test
    void a_new_client_that_begins_in_a_hurry_is_told_but_not_suspended() throws Exception {
      one.observed(Events.opened(clock.instant(), "new", 100));
      look();
      assertThat(told).hasSize(1);
      assertThat(told.get(0).suspended()).isFalse();
      assertThat(told.get(0).detail()).endsWith("(its history is still short)");
      assertThat(suspended).isEmpty();
    }

    @Test
    void that_a_client_is_suspended_is_told_although_its_rate_was_told_a_moment_ago()
        throws Exception {
      one.observed(Events.opened(clock.instant(), "shop", 150));
      look();
      assertThat(told).hasSize(1);
      clock.advance(Duration.ofMinutes(1));
      learn(40);
      one.observed(Events.opened(clock.instant(), "shop", 500));
      look();
      assertThat(told).extracting(Alarm::suspended).containsExactly(true);
    }

    @Test
    void what_was_learned_outlives_all_servers() throws Exception {
      learn(90);
      clock.advance(Duration.ofDays(3));
      Alarms restarted = server("restarted");
      restarted.observed(Events.opened(clock.instant(), "shop", 200));
      restarted.look();
      assertThat(told).isEmpty();
      restarted.observed(Events.opened(clock.instant(), "shop", 250));
      restarted.look();
      assertThat(told).hasSize(1);
      assertThat(told.get(0).threshold()).isEqualTo(450);
    }

    @Test
    void all_servers_learn_a_period_once() throws Exception {
      for (int i = 0; i < 10; i++) {
        one.observed(Events.opened(clock.instant(), "shop", 30));
        two.observed(Events.opened(clock.instant(), "shop", 30));
        look();
        clock.advance(Duration.ofMinutes(1));
      }
      look();
      assertThat(
              new Jdbc(connections)
                  .query(
                      "select periods, mean from client_baseline",
                      Jdbc.Binder.NOTHING,
                      row -> row.getLong(1) + " of " + Math.round(row.getDouble(2))))
          .containsExactly("10 of 60");
    }

    @Test
    void old_counts_dont_stay_in_the_database() throws Exception {
      learn(40);
      clock.advance(Duration.ofHours(2));
      one.look();
      assertThat(
              new Jdbc(connections)
                  .query(
                      "select count(*) from client_activity",
                      Jdbc.Binder.NOTHING,
                      row -> row.getLong(1)))
          .containsExactly(0L);
    }

    @Test
    void what_was_seen_while_the_database_was_away_counts_when_it_is_back() throws Exception {
      learn(40);
      connections.setAway(true);
      one.observed(Events.opened(clock.instant(), "shop", 300));
      assertThatThrownBy(one::look).isInstanceOf(SQLException.class);
      assertThat(told).isEmpty();
      connections.setAway(false);
      clock.advance(Duration.ofSeconds(10));
      one.look();
      assertThat(told).hasSize(1);
    }

    RegistryChange change(boolean whileRunning) {
      return new RegistryChange(
          new StoredVersion(7, clock.instant(), "mori", "ab".repeat(32)),
          List.of("thief"),
          List.of(),
          List.of(),
          whileRunning);
    }

    @Test
    void a_version_that_is_there_at_the_start_is_told_once_by_whichever_server() throws Exception {
      one.registryChanged(change(false));
      two.registryChanged(change(false));
      look();
      clock.advance(Duration.ofDays(30));
      Alarms restarted = server("restarted");
      restarted.registryChanged(change(false));
      restarted.look();
      assertThat(told).hasSize(1);
      assertThat(told.get(0).kind()).isEqualTo(AlarmKind.REGISTRY);
      assertThat(told.get(0).client()).isNull();
      assertThat(told.get(0).detail())
          .isEqualTo(
              "registry version 7 (SHA-256 "
                  + "ab".repeat(32)
                  + ") by mori: added [thief], removed [], changed []");
    }

    @Test
    void a_version_that_comes_while_they_run_is_told_by_each_server_under_one_id()
        throws Exception {
      // what somebody with the database writes before he registers himself
      new Jdbc(connections)
          .update(
              "insert into alarm_quiet (raised_at, subject) values (current_timestamp, ?)",
              statement -> statement.setString(1, "registry/7/" + "ab".repeat(32)));
      one.registryChanged(change(true));
      two.registryChanged(change(true));
      look();
      look();
      assertThat(told).extracting(Alarm::server).containsExactly("one", "two");
      assertThat(told.get(0).id()).isEqualTo(told.get(1).id());
      assertThat(rows()).hasSize(1);
    }

    @Test
    void a_version_is_told_when_the_database_can_not_be_asked() {
      connections.setAway(true);
      one.registryChanged(change(true));
      two.registryChanged(change(false));
      assertThatThrownBy(one::look).isInstanceOf(SQLException.class);
      assertThatThrownBy(two::look).isInstanceOf(SQLException.class);
      assertThat(told).extracting(Alarm::server).containsExactly("one", "two");
    }

    @Test
    void a_server_that_judges_nothing_for_long_knows_it() throws Exception {
      connections.setAway(true);
      nanos.addAndGet(Duration.ofSeconds(30).toNanos());
      assertThatThrownBy(one::look).isInstanceOf(SQLException.class);
      assertThat(one.isCurrent()).isTrue();
      nanos.incrementAndGet();
      assertThat(one.isCurrent()).isFalse();
      one.observed(Events.opened(clock.instant(), "shop", 1));
      connections.setAway(false);
      one.look();
      assertThat(one.isCurrent()).isTrue();
    }

    @Test
    void a_suspended_client_that_keeps_asking_is_told() throws Exception {
      one.observed(Events.refused(clock.instant(), "shop", "suspended", 30));
      two.observed(Events.refused(clock.instant(), "shop", "suspended", 30));
      look();
      assertThat(told).hasSize(1);
      assertThat(told.get(0).kind()).isEqualTo(AlarmKind.SUSPENDED_USE);
      assertThat(suspended).isEmpty();
      assertThat(meters.counter("kekkai.alarms", "kind", "suspended-use").count()).isEqualTo(1);
    }
  }

  @Nested
  class Postgresql extends Common {
    @Override
    protected TestDatabase open() {
      return TestDatabase.postgresql();
    }

    @Test
    void a_server_looks_by_itself() throws Exception {
      try (Alarms running =
          Alarms.open(
              SETTINGS,
              "running",
              connections,
              database.dialect(),
              new ClientRegistry() {
                @Override
                public Optional<RegisteredClient> byKeyId(String keyId) {
                  return Optional.empty();
                }

                @Override
                public void suspend(String client, String reason) {}
              },
              List.of(told::add),
              meters,
              clock)) {
        running.observed(Events.notOpened(clock.instant(), "shop", 20));
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (meters.counter("kekkai.alarms", "kind", "not-opened").count() == 0
            && System.nanoTime() < end) {
          Thread.sleep(5);
        }
        assertThat(meters.counter("kekkai.alarms", "kind", "not-opened").count()).isEqualTo(1);
      }
    }
  }

  @Nested
  class H2 extends Common {
    @Override
    protected TestDatabase open() {
      return TestDatabase.h2();
    }
  }
}
