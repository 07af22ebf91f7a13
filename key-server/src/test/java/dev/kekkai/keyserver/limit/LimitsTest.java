package dev.kekkai.keyserver.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.zaxxer.hikari.HikariDataSource;
import dev.kekkai.keyserver.db.CuttableProxy;
import dev.kekkai.keyserver.db.Database;
import dev.kekkai.keyserver.db.Dialect;
import dev.kekkai.keyserver.db.Jdbc;
import dev.kekkai.keyserver.db.Postgres;
import dev.kekkai.keyserver.registry.Quota;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class LimitsTest {
  @Test
  void nonces_and_quotas_of_one_database() throws Exception {
    try (Database database = Postgres.open();
        Limits limits = Limits.open(database)) {
      Instant until = Instant.now().plusSeconds(60);
      assertThat(limits.nonces().use("k", "n", until)).isTrue();
      assertThat(limits.nonces().use("k", "n", until)).isFalse();
      FakeClient client = new FakeClient("shop", 1, new Quota(1, 1, Duration.ofDays(1)));
      assertThat(limits.quotas().take(client, "payments", 1)).isZero();
      assertThat(limits.quotas().take(client, "payments", 1))
          .isBetween(Duration.ofHours(23), Duration.ofHours(24));
    }
  }

  @Test
  void a_database_that_does_not_answer_is_said_to_be_one() throws Exception {
    try (CuttableProxy proxy = new CuttableProxy(Postgres.port());
        Database database = Database.open(Postgres.settings(Postgres.create(), proxy.port()))) {
      proxy.refuse(true);
      assertThatThrownBy(() -> Limits.open(database))
          .isInstanceOf(LimitUnavailableException.class)
          .hasMessageStartingWith("The database's nonces and quotas can't be used: ");
    }
  }

  /** Why commits of nonces and quotas need not wait for the disk. */
  @Test
  void what_the_audit_log_commits_takes_to_the_disk_what_was_taken_before() throws Exception {
    try (Database database = Postgres.open();
        HikariDataSource quick = LimitConnections.of(database)) {
      assertThat(one(quick, "show synchronous_commit")).isEqualTo("off");
      assertThat(one(database.connections(), "show synchronous_commit")).isEqualTo("on");
      DatabaseNonceStore nonces = new DatabaseNonceStore(quick, Dialect.POSTGRESQL);
      for (int i = 0; i < 20; i++) {
        nonces.use("k", "n" + i, Instant.now().plusSeconds(60));
        String taken = one(quick, "select pg_current_wal_insert_lsn()");
        new Jdbc(database.connections())
            .update(
                "insert into alarm_quiet (subject, raised_at) values (?, current_timestamp)",
                statement -> statement.setString(1, "audited"));
        assertThat(one(quick, "select pg_current_wal_flush_lsn() >= '" + taken + "'::pg_lsn"))
            .isEqualTo("t");
        new Jdbc(database.connections()).update("delete from alarm_quiet", Jdbc.Binder.NOTHING);
      }
    }
  }

  private static String one(DataSource connections, String sql) throws Exception {
    return new Jdbc(connections).query(sql, Jdbc.Binder.NOTHING, row -> row.getString(1)).get(0);
  }

  @Test
  void the_clock_is_the_databases() throws Exception {
    try (Database database = Postgres.open()) {
      Jdbc jdbc = new Jdbc(database.connections());
      DatabaseClock clock = new DatabaseClock(jdbc);
      for (int i = 0; i < 2; i++) {
        Instant time =
            jdbc.query(
                    "select current_timestamp",
                    Jdbc.Binder.NOTHING,
                    row -> row.getObject(1, OffsetDateTime.class).toInstant())
                .get(0);
        assertThat(clock.currentTimeNanos())
            .isCloseTo(
                TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano(),
                within(Duration.ofMinutes(1).toNanos()));
        clock.synchronize();
      }
      assertThat(clock.isWallClockBased()).isTrue();
    }
  }
}
