package dev.kekkai.dekstore.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.config.Environment;
import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekState;
import dev.kekkai.dekstore.KekDates;
import dev.kekkai.dekstore.KekRecord;
import dev.kekkai.dekstore.RowTag;
import dev.kekkai.provider.keys.KekRef;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store of the first release, opened by this one. */
class MigrationTest {
  private static final String ID = "0190c0de-0000-4000-8000-000000000002";

  @TempDir private Path folder;

  @Test
  void rows_of_the_first_release_are_versions_without_a_tag_and_half_used() throws Exception {
    String url = Rows.url(folder);
    firstRelease(url);
    try (StoreDatabase database = StoreDatabase.open(url, Environment.DEVELOPMENT)) {
      DekRecord users = database.deks().find(UUID.fromString(ID)).orElseThrow();
      assertThat(users.name()).isEqualTo("users");
      assertThat(users.version()).isOne();
      assertThat(users.state()).isEqualTo(DekState.ACTIVE);
      assertThat(users.wrapped()).isEqualTo(Rows.wrapped(new KekRef("payments", 1), 1));
      assertThat(users.dates().activated()).isEqualTo(Rows.TIME);
      assertThat(users.usesLeased()).isEqualTo(1L << 30);
      assertThat(users.tag()).isEqualTo(new RowTag("01a1ff01", ""));
      assertThat(database.deks().find("orders").map(DekRecord::state))
          .contains(DekState.DEACTIVATED);
      KekRecord kek = database.keks().primary("payments").orElseThrow();
      assertThat(kek.dates()).isEqualTo(new KekDates(Rows.TIME, null, null, null, null, null));
      assertThat(kek.revision()).isZero();
      assertThat(kek.tag()).isEmpty();
      assertThat(database.deks().identity()).isEmpty();
    }
  }

  private static void firstRelease(String url) throws Exception {
    Flyway.configure()
        .loggers("slf4j")
        .dataSource(url, null, null)
        .locations("classpath:META-INF/kekkai/migration")
        .table("kekkai_schema_history")
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .target("1")
        .load()
        .migrate();
    String wrapped = Columns.base64(Rows.wrapped(new KekRef("payments", 1), 1).blob());
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "insert into kek values ('payments', 1, '01a1ff01', 'aesKek', 'primary', 'payments',"
              + " 'rfc3394', 'AAAA', 'token', timestamp with time zone '2026-11-21 10:15:30.123+00')");
      for (String row : new String[] {ID + "', 'users", UUID.randomUUID() + "', 'orders"}) {
        statement.execute(
            String.format(
                java.util.Locale.ROOT,
                "insert into dek values ('%s', 'payments', 1, 'rfc3394', '%s', 'check', '%s',"
                    + " timestamp with time zone '2026-11-21 10:15:30.123+00')",
                row,
                wrapped,
                row.endsWith("users") ? "active" : "retired"));
      }
    }
  }
}
