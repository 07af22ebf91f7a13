package dev.kekkai.keyserver.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.keyserver.audit.AuditLogs;
import dev.kekkai.keyserver.audit.AuditService;
import dev.kekkai.keyserver.audit.AuditSettings;
import dev.kekkai.keyserver.audit.Events;
import dev.kekkai.keyserver.audit.Seals;
import dev.kekkai.keyserver.audit.SeenSeals;
import dev.kekkai.keyserver.audit.SwitchableHsm;
import dev.kekkai.keyserver.audit.format.AuditRow;
import dev.kekkai.keyserver.db.Database;
import dev.kekkai.keyserver.db.Postgres;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody with full write access to the database, the code and the configuration, but without the
 * HSM: he changes the log, computes every hash anew, and each time is found out.
 */
@Tag("slow")
class AttackTest {
  private static final int CHANGES = 1_000;
  private static final long SEED = 20_261_126;

  private static final Seals SEALS = Seals.onP256();
  private static final Provider REMEMBERED = new RememberedSignatures();
  private static final SeenSeals WITNESS = new SeenSeals();
  @TempDir private static Path folder;
  private static String name;
  private static Path witnessFile;
  private static ForgedLog written;

  /** Four chains of two servers, of which the second one never stopped in order. */
  @BeforeAll
  static void write() throws Exception {
    name = Postgres.empty();
    try (Database database = Database.open(Postgres.settings(name))) {
      write(database, "ks-1", 130, true);
      write(database, "ks-2", 100, false);
      write(database, "ks-1", 40, true);
      write(database, "ks-2", 30, false);
      written = ForgedLog.copyOf(AuditSource.database(database));
    }
    witnessFile = WITNESS.writtenTo(folder.resolve("witness.jsonl"));
    Security.insertProviderAt(REMEMBERED, 1);
  }

  @AfterAll
  static void forget() {
    Security.removeProvider(REMEMBERED.getName());
  }

  private static void write(Database database, String server, int entries, boolean stops)
      throws Exception {
    SwitchableHsm hsm = new SwitchableHsm();
    AuditSettings settings =
        new AuditSettings(
            server,
            Duration.ofSeconds(5),
            Duration.ofMillis(20),
            100,
            Duration.ofSeconds(10),
            1_000,
            stops ? Duration.ofSeconds(5) : Duration.ofMillis(20));
    try (AuditService log =
        AuditLogs.start(database, settings, SEALS.key(hsm), List.of(WITNESS), Clock.systemUTC())) {
      log.record(Events.many("r", entries));
      while (log.status().sealedSequence() < entries) {
        Thread.onSpinWait();
      }
      hsm.away(!stops); // then there is no seal over the end, as after a kill
    }
  }

  @Test
  void the_log_as_it_was_written_is_clean() throws Exception {
    AuditReport report = verify(written.source(), List.of(witnessFile));
    assertThat(report.findings()).isEmpty();
    assertThat(report.entries()).isEqualTo(300);
    assertThat(report.chains())
        .extracting(ChainReport::ended)
        .containsExactly(true, false, true, false);
    assertThat(report.witness().seals()).isEqualTo(report.seals());
  }

  @Test
  void each_of_a_thousand_changes_is_found() throws Exception {
    Random random = new Random(SEED);
    List<AuditRow> before = written.rows();
    Set<Attack> tried = EnumSet.noneOf(Attack.class);
    List<String> unseen = new ArrayList<>();
    for (int change = 0; change < CHANGES; change++) {
      Attack attack = Attack.values()[random.nextInt(Attack.values().length)];
      List<AuditRow> rows = changed(attack, random).rows();
      while (rows.equals(before)) { // two like entries swapped
        rows = changed(attack, random).rows();
      }
      if (verify(ForgedLog.source(rows), List.of(witnessFile)).isClean()) {
        unseen.add(change + ": " + attack);
      }
      tried.add(attack);
    }
    assertThat(unseen).isEmpty();
    assertThat(tried).containsExactlyInAnyOrder(Attack.values());
  }

  private static ForgedLog changed(Attack attack, Random random) throws Exception {
    ForgedLog forged = written.copy();
    attack.change(forged, random);
    forged.makeConsistent();
    return forged;
  }

  @Test
  void changes_in_the_database_itself_are_found_too() throws Exception {
    Random random = new Random(SEED + 1);
    try (Connection connection = Postgres.superuser(name)) {
      connection.setAutoCommit(false);
      for (Attack attack : Attack.values()) {
        changed(attack, random).writeTo(connection);
        assertThat(verify(AuditSource.connection(connection), List.of(witnessFile)).findings())
            .as(attack.name())
            .isNotEmpty();
        connection.rollback();
      }
    }
  }

  @Test
  void cut_back_to_any_earlier_seal_with_the_servers_stopped_it_is_found_by_the_witness()
      throws Exception {
    int cuts = 0;
    try (Connection connection = Postgres.superuser(name)) {
      connection.setAutoCommit(false);
      for (ForgedLog.Chain chain : written.chains) {
        for (AuditRow.SealRow last : chain.seals.subList(0, chain.seals.size() - 1)) {
          cut(connection, last);
          AuditReport report = verify(AuditSource.connection(connection), List.of(witnessFile));
          connection.rollback();
          assertThat(report.findings())
              .anySatisfy(
                  finding -> {
                    assertThat(finding.chain()).isEqualTo(last.chain());
                    assertThat(finding.detail()).contains("the witness has");
                  });
          cuts++;
        }
      }
    }
    assertThat(cuts).isEqualTo(7);
  }

  private static void cut(Connection connection, AuditRow.SealRow last) throws Exception {
    for (String sql :
        List.of(
            "delete from audit_entry where chain = ? and sequence > ?",
            "delete from audit_seal where chain = ? and number > ?")) {
      try (var statement = connection.prepareStatement(sql)) {
        statement.setObject(1, last.chain());
        statement.setLong(2, sql.contains("number") ? last.number() : last.sequence());
        statement.executeUpdate();
      }
    }
  }

  @Test
  void removing_the_newest_chains_with_all_that_names_them_is_found_by_the_witness()
      throws Exception {
    for (int kept = 0; kept < written.chains.size(); kept++) {
      ForgedLog forged = written.copy();
      forged.chains.subList(kept, forged.chains.size()).clear();
      UUID removed = written.chains.get(kept).header.chain();
      AuditReport report = verify(forged.source(), List.of(witnessFile));
      assertThat(report.findings())
          .anySatisfy(
              finding -> {
                assertThat(finding.kind()).isEqualTo(Finding.Kind.CHAIN_MISSING);
                assertThat(finding.chain()).isEqualTo(removed);
                assertThat(finding.detail()).startsWith("all of it is missing");
              });
    }
  }

  @Test
  void without_the_witness_the_last_chains_can_be_cut_back_and_the_report_says_so()
      throws Exception {
    ForgedLog forged = written.copy();
    ForgedLog.Chain last = forged.chains.get(3);
    last.entries.clear();
    last.seals.subList(1, last.seals.size()).clear();
    AuditReport report = verify(forged.source(), List.of());
    assertThat(report.findings()).isEmpty();
    assertThat(report.lines())
        .contains(
            "Chain "
                + last.header.chain()
                + " of ks-2 has no end: its server runs, or did not"
                + " stop in order")
        .last()
        .asString()
        .startsWith("Without a witness it can't be seen");
  }

  @Test
  void an_earlier_chain_that_is_cut_back_is_found_even_without_the_witness() throws Exception {
    ForgedLog forged = written.copy();
    ForgedLog.Chain second = forged.chains.get(1);
    second.entries.clear();
    second.seals.subList(1, second.seals.size()).clear();
    // its beginning is under the seal over the start of the next chain of its server
    assertThat(verify(forged.source(), List.of()).first())
        .get()
        .extracting(Finding::kind, Finding::sequence)
        .containsExactly(Finding.Kind.SEAL_MISSING, 100L);
  }

  private static AuditReport verify(AuditSource source, List<Path> witnesses) throws Exception {
    return new AuditVerifier(SEALS.trusted()).verify(source, witnesses);
  }
}
