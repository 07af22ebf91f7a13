package dev.kekkai.keyserver.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.keyserver.audit.AuditLines;
import dev.kekkai.keyserver.audit.AuditLogs;
import dev.kekkai.keyserver.audit.AuditService;
import dev.kekkai.keyserver.audit.AuditSettings;
import dev.kekkai.keyserver.audit.Events;
import dev.kekkai.keyserver.audit.Seals;
import dev.kekkai.keyserver.audit.format.AuditRow;
import dev.kekkai.keyserver.db.Database;
import dev.kekkai.keyserver.db.Postgres;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditExportTest {
  private final Seals seals = Seals.onP256();
  private String name;
  private Database database;

  @BeforeEach
  void write() throws Exception {
    name = Postgres.empty();
    database = Database.open(Postgres.settings(name));
    for (int entries : new int[] {250, 3}) {
      try (AuditService log =
          AuditLogs.start(
              database, AuditSettings.of("ks-1"), seals.key(), List.of(), Clock.systemUTC())) {
        log.record(Events.many("r", entries));
      }
    }
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void an_export_holds_all_that_the_database_does() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long lines = AuditExport.all(AuditSource.database(database), out);
    AuditSource export = AuditSource.stream(new ByteArrayInputStream(out.toByteArray()));
    assertThat(AuditLines.of(export)).hasSize((int) lines).isEqualTo(AuditLines.of(database));
    assertThat(verify(out).isClean()).isTrue();
  }

  @Test
  void parts_one_behind_the_other_are_an_export() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(AuditExport.chains(database, 0, 1, out)).isEqualTo(1);
    assertThat(AuditExport.chains(database, 1, 10, out)).isEqualTo(1);
    out.reset();
    for (AuditRow row : AuditLines.of(database)) {
      if (row instanceof AuditRow.Chain chain) {
        for (long from = 1; part(chain.chain(), from, out) > 0; from += 40) {
          assertThat(out.size()).isPositive();
        }
      }
    }
    AuditReport report = verify(out);
    assertThat(report.findings()).isEmpty();
    assertThat(report.entries()).isEqualTo(253);
    assertThat(report.seals()).isEqualTo(AuditLines.of(database).size() - 253 - 2);
  }

  private int part(UUID chain, long from, ByteArrayOutputStream out) throws Exception {
    return AuditExport.part(database, chain, from, 40, out);
  }

  @Test
  void of_a_chain_that_is_not_there_nothing_is_written() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(AuditExport.part(database, new UUID(1, 2), 1, 10, out)).isZero();
    assertThat(out.size()).isZero();
  }

  @Test
  void rows_that_were_damaged_are_exported_as_they_are_and_found() throws Exception {
    change("update audit_entry set entry = 'no entry' where sequence = 7");
    change("update audit_seal set seal = 'no seal' where number = 1");
    change("update audit_chain set server = 'ks-7' where number = 2");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    AuditExport.all(AuditSource.database(database), out);
    assertThat(verify(out).findings())
        .isNotEmpty()
        .isEqualTo(
            new AuditVerifier(seals.trusted())
                .verify(AuditSource.database(database), List.of())
                .findings());
  }

  @Test
  void rows_whose_chain_is_gone_are_exported_and_found() throws Exception {
    change("delete from audit_chain where number = 1");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    AuditExport.all(AuditSource.database(database), out);
    assertThat(verify(out).findings())
        .anySatisfy(finding -> assertThat(finding.detail()).isEqualTo("its beginning is missing"));
  }

  private void change(String sql) throws Exception {
    try (Connection connection = Postgres.superuser(name);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private AuditReport verify(ByteArrayOutputStream export) throws Exception {
    return new AuditVerifier(seals.trusted())
        .verify(AuditSource.stream(new ByteArrayInputStream(export.toByteArray())), List.of());
  }
}
