package dev.kekkai.keyserver.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.keyserver.audit.verify.AuditSource;
import dev.kekkai.keyserver.audit.verify.AuditVerifier;
import dev.kekkai.keyserver.db.Database;
import dev.kekkai.keyserver.db.Postgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class CrashTest {
  private static final int CALLERS = 4;
  private static final AuditSettings PATIENT =
      new AuditSettings(
          "ks-1",
          Duration.ofSeconds(60),
          Duration.ofMillis(200),
          100,
          Duration.ofSeconds(100),
          1_000,
          Duration.ofSeconds(10));

  private final Seals seals = Seals.onP256();
  private final SeenSeals witness = new SeenSeals();
  private final Set<String> answered = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean stop = new AtomicBoolean();
  @TempDir private Path folder;

  @Test
  void a_crash_of_postgresql_loses_and_doubles_nothing_that_was_answered() throws Exception {
    try (EmbeddedPostgres server = Postgres.another();
        Database database = Database.open(Postgres.settings("postgres", server.getPort()))) {
      recordThroughACrash(server, database);
      assertThat(AuditLines.requests(database)).doesNotHaveDuplicates().containsAll(answered);
      Path file = witness.writtenTo(folder.resolve("witness.jsonl"));
      assertThat(
              new AuditVerifier(seals.trusted())
                  .verify(AuditSource.database(database), List.of(file))
                  .findings())
          .isEmpty();
    }
  }

  private void recordThroughACrash(EmbeddedPostgres server, Database database) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
    try (AuditService log =
        AuditLogs.start(database, PATIENT, seals.key(), List.of(witness), Clock.systemUTC())) {
      List<Future<?>> done = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        String id = "c" + caller;
        done.add(threads.submit(() -> recordUntilStopped(log, id)));
      }
      ChainLogTest.await(() -> answered.size() > 50);
      killBackends(server);
      int then = answered.size();
      ChainLogTest.await(() -> answered.size() > then + 50);
      stop.set(true);
      for (Future<?> one : done) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private Object recordUntilStopped(AuditLog log, String id) throws Exception {
    for (int call = 0; !stop.get(); call++) {
      log.record(List.of(Events.allowed(id + "-" + call)));
      answered.add(id + "-" + call);
    }
    return id;
  }

  /**
   * One killed backend makes PostgreSQL end all others and recover from its log, as a crash does.
   */
  private static void killBackends(EmbeddedPostgres server) throws Exception {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
      row.next();
      ProcessHandle.of(row.getLong(1)).orElseThrow().destroyForcibly();
    }
  }
}
