package dev.kekkai.keyserver.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.Environment;
import dev.kekkai.keyserver.audit.format.Seal;
import dev.kekkai.keyserver.audit.format.SealKind;
import dev.kekkai.keyserver.audit.verify.AuditReport;
import dev.kekkai.keyserver.audit.verify.AuditSource;
import dev.kekkai.keyserver.audit.verify.AuditVerifier;
import dev.kekkai.keyserver.audit.verify.ChainReport;
import dev.kekkai.keyserver.db.Database;
import dev.kekkai.keyserver.db.DatabaseSettings;
import dev.kekkai.keyserver.db.Postgres;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class ChainLogTest {
  private final Seals seals = Seals.onP256();
  private final SeenSeals witness = new SeenSeals();
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"PostgreSQL", "H2"})
  void what_was_recorded_is_there_sealed_and_verifies(String kind) throws Exception {
    try (Database database = kind.equals("H2") ? h2() : Postgres.open()) {
      try (AuditService log = start(database, "ks-1")) {
        log.record(List.of(Events.allowed("r1"), Events.refused("r1", "context")));
        log.record(Events.many("r2", 250));
        assertThat(log.status().sequence()).isEqualTo(252);
        assertThat(log.status().written()).isEqualTo(252);
        assertThat(log.isAvailable()).isTrue();
      }
      AuditReport report = verify(database);
      assertThat(report.findings()).isEmpty();
      assertThat(report.chains())
          .singleElement()
          .satisfies(
              chain -> {
                assertThat(chain.entries()).isEqualTo(252);
                assertThat(chain.sealedTo()).isEqualTo(252);
                assertThat(chain.witnessedTo()).isEqualTo(252);
                assertThat(chain.ended()).isTrue();
                assertThat(chain.unprotected()).isZero();
              });
    }
    assertThat(witness.seals().get(0).kind()).isEqualTo(SealKind.START);
    assertThat(witness.seals().get(witness.seals().size() - 1).kind()).isEqualTo(SealKind.END);
  }

  @Test
  void no_two_seals_are_more_than_a_hundred_entries_apart() throws Exception {
    try (Database database = Postgres.open()) {
      try (AuditService log = start(database, "ks-1")) {
        log.record(Events.many("big", 1_000));
        log.record(Events.many("odd", 77));
        log.record(Events.many("more", 345));
      }
    }
    long before = 0;
    for (Seal seal : witness.seals()) {
      assertThat(seal.sequence() - before).isBetween(0L, 100L);
      before = seal.sequence();
    }
    assertThat(before).isEqualTo(1_422);
  }

  @Test
  void a_lone_entry_gets_its_seal_while_nothing_else_happens() throws Exception {
    try (Database database = Postgres.open();
        AuditService log = start(database, quick(Duration.ofMillis(100), Duration.ofSeconds(5)))) {
      log.record(List.of(Events.allowed("r1")));
      await(() -> log.status().sealedSequence() == 1);
      assertThat(log.status().unsealedAge()).isZero();
      assertThat(witness.seals()).hasSize(2);
    }
  }

  @Test
  void many_callers_share_commits_and_each_keeps_its_order() throws Exception {
    int callers = 16;
    int calls = 25;
    try (Database database = Postgres.open()) {
      ExecutorService threads = Executors.newFixedThreadPool(callers);
      try (AuditService log = start(database, "ks-1")) {
        List<Future<?>> done = new ArrayList<>();
        for (int caller = 0; caller < callers; caller++) {
          String name = "c" + caller;
          done.add(
              threads.submit(
                  () -> {
                    for (int call = 0; call < calls; call++) {
                      log.record(List.of(Events.allowed(name + "-" + call)));
                    }
                    return null;
                  }));
        }
        for (Future<?> one : done) {
          one.get();
        }
        assertThat(log.status().written()).isEqualTo(callers * calls);
        assertThat(log.status().commits()).isLessThan(callers * calls / 2);
      } finally {
        threads.shutdownNow();
      }
      assertThat(verify(database).findings()).isEmpty();
      assertThat(AuditLines.requests(database))
          .hasSize(callers * calls)
          .filteredOn(request -> request.startsWith("c3-"))
          .containsExactlyElementsOf(IntStream.range(0, calls).mapToObj(i -> "c3-" + i).toList());
    }
  }

  @Test
  void each_start_begins_a_chain_that_names_the_ones_before() throws Exception {
    try (Database database = Postgres.open()) {
      for (String server : List.of("ks-1", "ks-2", "ks-1")) {
        try (AuditService log = start(database, server)) {
          log.record(List.of(Events.allowed("r")));
        }
      }
      AuditReport report = verify(database);
      assertThat(report.findings()).isEmpty();
      assertThat(report.chains()).extracting(ChainReport::number).containsExactly(1L, 2L, 3L);
      assertThat(report.chains())
          .extracting(ChainReport::server)
          .containsExactly("ks-1", "ks-2", "ks-1");
    }
  }

  @Test
  void servers_that_start_at_once_each_get_a_place_in_the_line() throws Exception {
    int servers = 8;
    try (Database database = Postgres.open()) {
      ExecutorService threads = Executors.newFixedThreadPool(servers);
      try {
        List<Future<AuditService>> started = new ArrayList<>();
        for (int server = 0; server < servers; server++) {
          String name = "ks-" + server % 3;
          started.add(threads.submit(() -> start(database, name)));
        }
        for (Future<AuditService> log : started) {
          log.get().close();
        }
      } finally {
        threads.shutdownNow();
      }
      AuditReport report = verify(database);
      assertThat(report.findings()).isEmpty();
      assertThat(report.chains()).hasSize(servers);
    }
  }

  @Test
  void without_its_hsm_the_log_goes_on_for_a_while_and_then_stops_until_it_can_seal()
      throws Exception {
    SwitchableHsm hsm = new SwitchableHsm();
    AuditSettings settings = quick(Duration.ofMillis(50), Duration.ofMillis(300));
    try (Database database = Postgres.open()) {
      try (AuditService log =
          AuditLogs.start(
              database, settings, seals.key(hsm), List.of(witness), Clock.systemUTC())) {
        hsm.away(true);
        log.record(List.of(Events.allowed("still")));
        await(() -> !log.isAvailable());
        assertThatThrownBy(() -> log.record(List.of(Events.allowed("no"))))
            .isInstanceOf(AuditUnavailableException.class)
            .hasMessageContaining("have had no seal")
            .hasMessageContaining("the token is away");
        assertThat(log.status().refused()).isEqualTo(1);
        hsm.away(false);
        await(log::isAvailable);
        log.record(List.of(Events.allowed("again")));
      }
      assertThat(verify(database).findings()).isEmpty();
      assertThat(AuditLines.requests(database)).containsExactly("still", "again");
    }
  }

  @Test
  void without_its_hsm_no_chain_begins() throws Exception {
    SwitchableHsm hsm = new SwitchableHsm();
    hsm.away(true);
    try (Database database = Postgres.open()) {
      assertThatThrownBy(
              () ->
                  AuditLogs.start(
                      database,
                      AuditSettings.of("ks-1"),
                      seals.key(hsm),
                      List.of(),
                      Clock.systemUTC()))
          .isInstanceOf(AuditUnavailableException.class)
          .hasMessageContaining("No audit chain can be begun: the token is away");
      assertThat(AuditLines.of(database)).isEmpty();
    }
  }

  @Test
  void a_seal_key_that_is_no_pair_with_its_public_half_seals_nothing() throws Exception {
    Seals others = Seals.onP256();
    try (Database database = Postgres.open()) {
      assertThatThrownBy(
              () ->
                  AuditLogs.start(
                      database,
                      AuditSettings.of("ks-1"),
                      others.keyWithPublicHalfOf(seals),
                      List.of(),
                      Clock.systemUTC()))
          .isInstanceOf(AuditUnavailableException.class)
          .hasMessageContaining("they are no pair");
    }
  }

  @Test
  void a_closed_log_takes_nothing() throws Exception {
    try (Database database = Postgres.open()) {
      AuditService log = start(database, "ks-1");
      log.close();
      log.close();
      assertThat(log.isAvailable()).isFalse();
      assertThatThrownBy(() -> log.record(List.of(Events.allowed("late"))))
          .isInstanceOf(AuditUnavailableException.class)
          .hasMessageContaining("closed");
      assertThat(witness.seals()).hasSize(2);
    }
  }

  @Test
  void more_events_than_one_call_may_have_are_the_callers_mistake() throws Exception {
    try (Database database = Postgres.open();
        AuditService log = start(database, "ks-1")) {
      assertThatThrownBy(() -> log.record(List.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1 to 1000 events");
      assertThatThrownBy(() -> log.record(Events.many("r", 1_001)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private Database h2() {
    return Database.open(
        DatabaseSettings.of(
            "jdbc:h2:file:" + folder.resolve("log") + ";WRITE_DELAY=0",
            "sa",
            null,
            Environment.DEVELOPMENT));
  }

  private static AuditSettings quick(Duration sealWithin, Duration unsealedLimit) {
    return new AuditSettings(
        "ks-1",
        Duration.ofSeconds(5),
        sealWithin,
        100,
        unsealedLimit,
        10_000,
        Duration.ofSeconds(5));
  }

  private AuditService start(Database database, String server) throws AuditUnavailableException {
    return start(database, AuditSettings.of(server));
  }

  private AuditService start(Database database, AuditSettings settings)
      throws AuditUnavailableException {
    return AuditLogs.start(database, settings, seals.key(), List.of(witness), Clock.systemUTC());
  }

  private AuditReport verify(Database database) throws Exception {
    return new AuditVerifier(seals.trusted())
        .verify(
            AuditSource.database(database),
            List.of(witness.writtenTo(folder.resolve("witness.jsonl"))));
  }

  static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
      Thread.sleep(5);
    }
  }
}
