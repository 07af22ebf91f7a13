package dev.kekkai.keyserver.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.keyserver.audit.verify.AuditReport;
import dev.kekkai.keyserver.audit.verify.AuditSource;
import dev.kekkai.keyserver.audit.verify.AuditVerifier;
import dev.kekkai.keyserver.audit.verify.Finding;
import dev.kekkai.keyserver.db.CuttableProxy;
import dev.kekkai.keyserver.db.Database;
import dev.kekkai.keyserver.db.Postgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class OutageTest {
  private final Seals seals = Seals.onP256();
  private final SeenSeals witness = new SeenSeals();
  private String name;
  private CuttableProxy proxy;
  private Database database;
  @TempDir private Path folder;

  @BeforeEach
  void open() throws Exception {
    name = Postgres.empty();
    proxy = new CuttableProxy(Postgres.port());
    database = Database.open(Postgres.settings(name, proxy.port()));
  }

  @AfterEach
  void close() throws Exception {
    database.close();
    proxy.close();
  }

  @Test
  void a_commit_whose_answer_is_lost_is_found_and_not_repeated() throws Exception {
    try (AuditService log = start(Duration.ofSeconds(10))) {
      long first = log.incarnation();
      log.record(List.of(Events.allowed("before")));
      assertThat(log.incarnation()).as("one connection for both").isEqualTo(first);
      proxy.loseNextCommit();
      log.record(List.of(Events.allowed("lost"), Events.allowed("too")));
      assertThat(proxy.hasLostIt()).isTrue();
      assertThat(log.incarnation()).as("another connection").isGreaterThan(first);
      log.record(List.of(Events.allowed("after")));
      assertThat(log.status().trouble()).isNull();
    }
    assertThat(requests()).containsExactly("before", "lost", "too", "after");
    assertThat(verify().findings()).isEmpty();
  }

  @Test
  void an_outage_that_is_short_enough_is_only_a_delay() throws Exception {
    try (AuditService log = start(Duration.ofSeconds(10))) {
      proxy.refuse(true);
      ExecutorService thread = Executors.newSingleThreadExecutor();
      try {
        Future<?> waiting =
            thread.submit(
                () -> {
                  log.record(List.of(Events.allowed("patient")));
                  return null;
                });
        ChainLogTest.await(() -> log.status().trouble() != null);
        assertThat(log.isAvailable()).isFalse();
        proxy.refuse(false);
        waiting.get();
      } finally {
        thread.shutdownNow();
      }
      assertThat(log.isAvailable()).isTrue();
    }
    assertThat(requests()).containsExactly("patient");
    assertThat(verify().findings()).isEmpty();
  }

  @Test
  void in_a_longer_outage_callers_hear_soon_and_the_chain_goes_on_afterwards() throws Exception {
    try (AuditService log = start(Duration.ofSeconds(1))) {
      log.record(List.of(Events.allowed("before")));
      proxy.refuse(true);
      assertThatThrownBy(() -> log.record(List.of(Events.allowed("unanswered"))))
          .isInstanceOf(AuditUnavailableException.class)
          .hasMessageContaining("not written in time, and may still be");
      ChainLogTest.await(() -> refusedAtOnce(log));
      proxy.refuse(false);
      ChainLogTest.await(log::isAvailable);
      log.record(List.of(Events.allowed("after")));
    }
    // what was under way is in the log although nobody was answered; what came later is not
    assertThat(requests()).containsExactly("before", "unanswered", "after");
    assertThat(verify().findings()).isEmpty();
  }

  private static boolean refusedAtOnce(AuditLog log) {
    try {
      log.record(List.of(Events.allowed("refused")));
      return false;
    } catch (AuditUnavailableException e) {
      return e.getMessage().startsWith("Audit entries can't be written: ");
    }
  }

  @Test
  void more_entries_than_may_wait_are_refused_at_once() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (AuditService log = start(Duration.ofSeconds(10))) {
      proxy.refuse(true);
      List<Future<?>> waiting = new ArrayList<>();
      waiting.add(thread.submit(() -> recordQuietly(log, "under way", 1)));
      ChainLogTest.await(() -> log.status().trouble() != null);
      ExecutorService more = Executors.newFixedThreadPool(2);
      waiting.add(more.submit(() -> recordQuietly(log, "waiting", 1_000)));
      ChainLogTest.await(() -> log.status().waiting() == 1_000);
      assertThatThrownBy(() -> log.record(List.of(Events.allowed("too many"))))
          .isInstanceOf(AuditUnavailableException.class)
          .hasMessageContaining("Too many audit entries wait");
      proxy.refuse(false);
      for (Future<?> one : waiting) {
        one.get();
      }
      more.shutdownNow();
    } finally {
      thread.shutdownNow();
    }
    assertThat(requests()).hasSize(1_001);
  }

  private static Object recordQuietly(AuditLog log, String request, int count) throws Exception {
    log.record(Events.many(request, count));
    return null;
  }

  @Test
  void a_database_put_back_to_an_older_state_gets_a_new_chain_and_the_gap_is_found()
      throws Exception {
    try (AuditService log = start(Duration.ofSeconds(10))) {
      log.record(Events.many("kept", 3));
      log.record(Events.many("forgotten", 2));
      change("delete from audit_entry where sequence > 3");
      proxy.cut();
      assertThatThrownBy(() -> log.record(List.of(Events.allowed("next"))))
          .isInstanceOf(AuditUnavailableException.class)
          .hasMessageContaining("its entry 5, which the database had acknowledged, is gone");
      log.record(List.of(Events.allowed("in a new chain")));
      assertThat(log.status().sequence()).isEqualTo(1);
    }
    AuditReport report = verify();
    assertThat(report.chains()).hasSize(2);
    assertThat(report.findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Finding.Kind.ENTRY_MISSING);
              assertThat(finding.sequence()).isEqualTo(4);
            });
  }

  @Test
  void a_row_of_somebody_else_in_its_place_ends_a_chain() throws Exception {
    try (AuditService log = start(Duration.ofSeconds(10))) {
      log.record(Events.many("own", 2));
      change(
          "insert into audit_entry select chain, 3, hash, entry from audit_entry"
              + " where sequence = 2");
      assertThatThrownBy(() -> log.record(List.of(Events.allowed("next"))))
          .isInstanceOf(AuditUnavailableException.class)
          .hasMessageContaining("rows that this server did not write are in its chain");
      log.record(List.of(Events.allowed("in a new chain")));
    }
    assertThat(verify().first())
        .get()
        .satisfies(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Finding.Kind.ENTRY_CHANGED);
              assertThat(finding.sequence()).isEqualTo(3);
            });
  }

  private void change(String sql) throws Exception {
    try (Connection connection = Postgres.superuser(name);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private AuditService start(Duration recordWithin) throws AuditUnavailableException {
    AuditSettings settings =
        new AuditSettings(
            "ks-1",
            recordWithin,
            Duration.ofMillis(200),
            100,
            Duration.ofSeconds(60),
            1_000,
            Duration.ofSeconds(10));
    return AuditLogs.start(database, settings, seals.key(), List.of(witness), Clock.systemUTC());
  }

  private List<String> requests() throws Exception {
    try (Database direct = Database.open(Postgres.settings(name))) {
      return AuditLines.requests(direct);
    }
  }

  private AuditReport verify() throws Exception {
    try (Connection connection = Postgres.superuser(name)) {
      return new AuditVerifier(seals.trusted())
          .verify(
              AuditSource.connection(connection),
              List.of(witness.writtenTo(folder.resolve("witness.jsonl"))));
    }
  }
}
