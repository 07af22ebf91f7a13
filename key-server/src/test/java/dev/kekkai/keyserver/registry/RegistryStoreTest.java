package dev.kekkai.keyserver.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.keyserver.db.DatabaseContract;
import dev.kekkai.keyserver.db.Jdbc;
import dev.kekkai.keyserver.db.TestDatabase;
import dev.kekkai.keyserver.fixture.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Versions and suspensions in the database. */
class RegistryStoreTest {

  /** The same for every database. */
  abstract static class Common extends DatabaseContract {
    final RegistryDocument one = ClientYaml.parsed(new ClientYaml("shop"));
    final RegistryDocument two =
        ClientYaml.parsed(new ClientYaml("shop"), ClientYaml.auditor("revision"));
    TestClock clock;
    RegistryStore store;

    @BeforeEach
    void start() {
      clock = new TestClock(Instant.parse("2026-12-01T10:00:00.123456789Z"));
      store = new RegistryStore(connections, clock);
    }

    @Test
    void there_is_nothing_at_first() {
      assertThat(store.newestVersion()).isZero();
      assertThat(store.newest()).isEmpty();
      assertThat(store.version(1)).isEmpty();
      assertThat(store.list()).isEmpty();
      assertThat(store.history(10)).isEmpty();
    }

    @Test
    void each_document_is_a_version_of_its_own_and_kept() throws Exception {
      StoredVersion first = store.apply(one, "mori", 0);
      clock.advance(Duration.ofHours(1));
      StoredVersion second = store.apply(two, "sato", 1);
      assertThat(first)
          .isEqualTo(
              new StoredVersion(
                  1, Instant.parse("2026-12-01T10:00:00.123456Z"), "mori", one.sha256()));
      assertThat(store.history(10)).containsExactly(second, first);
      assertThat(store.history(1)).containsExactly(second);
      assertThat(store.newestVersion()).isEqualTo(2);
      assertThat(store.newest()).contains(new StoredDocument(second, two.text()));
      assertThat(store.version(1)).contains(new StoredDocument(first, one.text()));
    }

    @Test
    void who_did_not_see_the_newest_version_replaces_nothing() throws Exception {
      store.apply(one, "mori", 0);
      assertThatThrownBy(() -> store.apply(two, "sato", 0))
          .isInstanceOf(RegistryConflictException.class)
          .hasMessage("The registry is at version 1, not 0: look at what changed, then apply again")
          .extracting(e -> ((RegistryConflictException) e).current())
          .isEqualTo(1L);
      assertThatThrownBy(() -> store.apply(two, "sato", 5))
          .isInstanceOf(RegistryConflictException.class);
      assertThat(store.newest().orElseThrow().text()).isEqualTo(one.text());
    }

    @Test
    void of_many_who_apply_at_a_time_one_does() throws Exception {
      ExecutorService executor = Executors.newFixedThreadPool(8);
      try {
        Callable<Boolean> apply =
            () -> {
              try {
                store.apply(one, "somebody", 0);
                return true;
              } catch (RegistryConflictException e) {
                return false;
              }
            };
        int applied = 0;
        for (Future<Boolean> future : executor.invokeAll(List.of(apply, apply, apply, apply))) {
          applied += future.get() ? 1 : 0;
        }
        assertThat(applied).isOne();
        assertThat(store.newestVersion()).isOne();
      } finally {
        executor.shutdownNow();
      }
    }

    @Test
    void a_client_is_suspended_and_resumed_and_the_history_says_by_whom() {
      assertThat(store.suspend("shop", "server-1", "too much")).isTrue();
      assertThat(store.suspend("shop", "server-2", "too much")).isFalse();
      clock.advance(Duration.ofMinutes(5));
      assertThat(store.resume("shop", "mori")).isTrue();
      assertThat(store.resume("shop", "mori")).isFalse();
      clock.advance(Duration.ofMinutes(5));
      assertThat(store.suspend("shop", "sato", "again")).isTrue();

      Instant begin = Instant.parse("2026-12-01T10:00:00.123456Z");
      Suspension now =
          new Suspension("shop", begin.plus(Duration.ofMinutes(10)), "sato", "again", null, null);
      assertThat(store.suspensions()).containsExactly(now);
      assertThat(store.suspensionHistory(9))
          .containsExactly(
              now,
              new Suspension(
                  "shop",
                  begin,
                  "server-1",
                  "too much",
                  begin.plus(Duration.ofMinutes(5)),
                  "mori"));
    }

    @Test
    void long_reasons_and_names_are_cut() {
      store.suspend("shop", "s".repeat(100), "r".repeat(1000));
      assertThat(store.suspensions().get(0).by()).hasSize(64);
      assertThat(store.suspensions().get(0).reason()).hasSize(256);
    }

    @Test
    void clients_are_listed_with_what_they_are() throws Exception {
      store.apply(
          ClientYaml.parsed(
              new ClientYaml("shop"),
              new ClientYaml("early").with("not-before", "2027-01-01T00:00:00Z"),
              new ClientYaml("late").with("expires", "2026-01-01T00:00:00Z"),
              new ClientYaml("thief")),
          "mori",
          0);
      store.suspend("thief", "server-1", "too much");
      assertThat(store.list())
          .extracting(status -> status.entry().id() + " " + status.state(clock.instant()))
          .containsExactly("shop active", "early not-yet-valid", "late expired", "thief suspended");
    }

    @Test
    void away_from_the_database_everything_says_so() {
      connections.setAway(true);
      assertThatThrownBy(() -> store.apply(one, "mori", 0))
          .isInstanceOf(RegistryUnavailableException.class);
      assertThatThrownBy(() -> store.suspend("shop", "mori", "x"))
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessage(
              "The client registry could not suspend the client shop: the database is away");
      assertThatThrownBy(() -> store.resume("shop", "mori"))
          .isInstanceOf(RegistryUnavailableException.class);
      assertThatThrownBy(store::list).isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void the_longest_document_fits() throws Exception {
      String text = "format: 1\nclients: []\n";
      String longest =
          (text + ("# " + "x".repeat(100) + "\n").repeat(20_000))
              .substring(0, RegistryDocument.MAX_CHARS);
      store.apply(RegistryDocument.parse("x", longest), "mori", 0);
      assertThat(store.newest().orElseThrow().text()).isEqualTo(longest);
    }

    // ---- the registry as a server uses it

    DatabaseClientRegistry registry() {
      return DatabaseClientRegistry.open(store, "server-1");
    }

    boolean isSuspended(DatabaseClientRegistry registry) {
      return ((CurrentClient) registry.byKeyId("shop-1").orElseThrow()).suspended();
    }

    @Test
    void a_server_knows_the_newest_version_and_takes_over_the_next() throws Exception {
      store.apply(one, "mori", 0);
      try (DatabaseClientRegistry registry = registry()) {
        assertThat(registry.version()).isOne();
        assertThat(registry.byKeyId("shop-1").orElseThrow().id()).isEqualTo("shop");
        assertThat(registry.byKeyId("revision-1")).isEmpty();
        store.apply(two, "mori", 1);
        registry.look();
        assertThat(registry.version()).isEqualTo(2);
        assertThat(registry.byKeyId("revision-1").orElseThrow().registryVersion()).isEqualTo(2);
        store.apply(two, "mori", 2);
        registry.look();
        assertThat(registry.version()).isEqualTo(3);
      }
    }

    @Test
    void a_server_without_any_version_knows_nobody() {
      try (DatabaseClientRegistry registry = registry()) {
        assertThat(registry.version()).isZero();
        assertThat(registry.byKeyId("shop-1")).isEmpty();
      }
    }

    @Test
    void who_watches_hears_of_the_version_in_use_and_of_each_later_one() throws Exception {
      store.apply(one, "mori", 0);
      try (DatabaseClientRegistry registry = registry()) {
        List<String> heard = new CopyOnWriteArrayList<>();
        registry.watch(change -> heard.add(change.whileRunning() + " " + change.describe()));
        store.apply(two, "sato", 1);
        registry.look();
        registry.look();
        assertThat(heard)
            .containsExactly(
                "false registry version 1 (SHA-256 "
                    + one.sha256()
                    + ") by mori: added [shop], removed [], changed []",
                "true registry version 2 (SHA-256 "
                    + two.sha256()
                    + ") by sato: added [revision], removed [], changed [shop]");
      }
    }

    @Test
    void who_watches_late_hears_of_each_version_before() throws Exception {
      try (DatabaseClientRegistry registry = registry()) {
        store.apply(one, "mori", 0);
        registry.look();
        store.apply(two, "sato", 1);
        registry.look();
        List<RegistryChange> heard = new CopyOnWriteArrayList<>();
        registry.watch(heard::add);
        assertThat(heard).extracting(change -> change.version().version()).containsExactly(1L, 2L);
        assertThat(heard).allMatch(RegistryChange::whileRunning);
      }
    }

    @Test
    void a_suspension_holds_here_at_once_and_at_another_server_when_it_looks() throws Exception {
      store.apply(one, "mori", 0);
      try (DatabaseClientRegistry here = registry();
          DatabaseClientRegistry there = registry()) {
        RegisteredClient before = here.byKeyId("shop-1").orElseThrow();
        here.suspend("shop", "too much");
        assertThat(isSuspended(here)).isTrue();
        assertThat(((CurrentClient) before).suspended()).isFalse();
        there.look();
        assertThat(isSuspended(there)).isTrue();
        store.resume("shop", "mori");
        here.look();
        there.look();
        assertThat(isSuspended(here)).isFalse();
        assertThat(isSuspended(there)).isFalse();
      }
    }

    @Test
    void away_from_the_database_the_last_version_stays_for_ten_seconds() throws Exception {
      store.apply(one, "mori", 0);
      AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
      try (DatabaseClientRegistry registry =
          DatabaseClientRegistry.open(store, "server-1", nanos::get)) {
        connections.setAway(true);
        assertThatThrownBy(registry::look).isInstanceOf(RegistryUnavailableException.class);
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThatThrownBy(registry::look).isInstanceOf(RegistryUnavailableException.class);
        assertThat(registry.isCurrent()).isTrue();
        assertThat(registry.byKeyId("shop-1")).isPresent();
        nanos.incrementAndGet();
        assertThat(registry.isCurrent()).isFalse();
        for (String keyId : List.of("shop-1", "nobody")) {
          assertThatThrownBy(() -> registry.byKeyId(keyId))
              .isInstanceOf(RegistryUnavailableException.class)
              .hasMessage("The client registry could not be read for 10 s");
        }
        connections.setAway(false);
        store.apply(two, "mori", 1);
        registry.look();
        assertThat(registry.byKeyId("shop-1")).isPresent();
        assertThat(registry.version()).isEqualTo(2);
      }
    }

    @Test
    void a_suspension_without_database_holds_here_and_is_written_later() throws Exception {
      store.apply(one, "mori", 0);
      try (DatabaseClientRegistry registry = registry()) {
        connections.setAway(true);
        assertThatThrownBy(() -> registry.suspend("shop", "too much"))
            .isInstanceOf(RegistryUnavailableException.class);
        assertThat(isSuspended(registry)).isTrue();
        connections.setAway(false);
        registry.look();
        assertThat(isSuspended(registry)).isTrue();
        assertThat(store.suspensions()).extracting(Suspension::by).containsExactly("server-1");
        store.resume("shop", "mori");
        registry.look();
        assertThat(isSuspended(registry)).isFalse();
      }
    }

    @Test
    void a_version_that_cant_be_read_is_not_used() throws Exception {
      store.apply(one, "mori", 0);
      try (DatabaseClientRegistry registry = registry()) {
        write(2, "format: 1\nclients: [{id: x}]");
        registry.look();
        registry.look();
        assertThat(registry.version()).isOne();
        assertThat(registry.byKeyId("shop-1")).isPresent();
        store.suspend("shop", "mori", "x");
        registry.look();
        assertThat(isSuspended(registry)).isTrue();
        store.apply(two, "mori", 2);
        registry.look();
        assertThat(registry.version()).isEqualTo(3);
      }
    }

    void write(long version, String text) throws Exception {
      new Jdbc(connections)
          .update(
              "insert into registry_version (version, applied_at, applied_by, sha256, document)"
                  + " values (?, current_timestamp, 'x', ?, ?)",
              statement -> {
                statement.setLong(1, version);
                statement.setString(2, CertificatePin.sha256(text));
                statement.setString(3, text);
              });
    }

    @Test
    void a_document_that_is_not_the_one_applied_is_not_used() throws Exception {
      store.apply(one, "mori", 0);
      try (DatabaseClientRegistry registry = registry()) {
        store.apply(two, "mori", 1);
        new Jdbc(connections)
            .update(
                "update registry_version set document = ? where version = 2",
                statement -> statement.setString(1, ClientYaml.document(new ClientYaml("thief"))));
        registry.look();
        assertThat(registry.version()).isOne();
        assertThat(registry.byKeyId("thief-1")).isEmpty();
      }
    }

    @Test
    void nobody_brings_an_older_version_back_by_removing_the_newest() throws Exception {
      store.apply(one, "mori", 0);
      store.apply(two, "mori", 1);
      try (DatabaseClientRegistry registry = registry()) {
        new Jdbc(connections)
            .update("delete from registry_version where version = 2", Jdbc.Binder.NOTHING);
        registry.look();
        assertThat(registry.version()).isEqualTo(2);
      }
    }

    @Test
    void a_running_server_takes_no_document_of_a_restored_database_until_it_is_started_again()
        throws Exception {
      store.apply(one, "mori", 0);
      store.apply(two, "mori", 1);
      store.apply(two, "mori", 2);
      try (DatabaseClientRegistry running = registry()) {
        new Jdbc(connections)
            .update("delete from registry_version where version > 1", Jdbc.Binder.NOTHING);
        store.apply(one, "mori", 1);
        running.look();
        assertThat(running.version()).isEqualTo(3);
        assertThat(running.byKeyId("revision-1")).isPresent();
        try (DatabaseClientRegistry started = registry()) {
          assertThat(started.version()).isEqualTo(2);
          assertThat(started.byKeyId("revision-1")).isEmpty();
        }
      }
    }

    @Test
    void a_server_that_can_ask_nobody_does_not_start() {
      connections.setAway(true);
      assertThatThrownBy(this::registry).isInstanceOf(RegistryUnavailableException.class);
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
      store.apply(one, "mori", 0);
      try (DatabaseClientRegistry registry = registry()) {
        store.apply(two, "mori", 1);
        store.suspend("shop", "mori", "x");
        long give = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!(registry.version() == 2 && isSuspended(registry)) && System.nanoTime() < give) {
          Thread.sleep(5);
        }
        assertThat(registry.version()).isEqualTo(2);
        assertThat(isSuspended(registry)).isTrue();
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
