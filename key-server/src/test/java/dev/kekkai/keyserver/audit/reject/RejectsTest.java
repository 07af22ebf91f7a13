package dev.kekkai.keyserver.audit.reject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.Environment;
import dev.kekkai.config.problem.ConfigException;
import dev.kekkai.keyserver.db.Database;
import dev.kekkai.keyserver.db.DatabaseSettings;
import dev.kekkai.keyserver.db.Jdbc;
import dev.kekkai.keyserver.db.Postgres;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RejectsTest {
  private static final Instant NOW = Instant.parse("2026-11-26T10:15:30Z");
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"PostgreSQL", "H2"})
  void all_are_counted_and_few_are_kept(String kind) throws Exception {
    try (Database database = kind.equals("H2") ? h2() : Postgres.open()) {
      for (int start = 1; start <= 2; start++) {
        try (RejectLog log = start(database, new RejectSettings(5, 8, Duration.ofDays(1)))) {
          for (int i = 0; i < 1_000; i++) {
            log.rejected("bad-signature", "192.0.2.1", "number " + i);
          }
          log.rejected("no-certificate", "192.0.2.2", null);
          assertThat(log.counts()).containsEntry("bad-signature", 1_000L);
        }
      }
      assertThat(texts(database, "select reason || ' ' || seen from reject_count order by 1"))
          .containsExactly("bad-signature 2000", "no-certificate 2");
      // 12 were kept in turn in 8 places
      assertThat(texts(database, "select coalesce(detail, reason) from reject order by slot"))
          .containsExactly(
              "number 2",
              "number 3",
              "number 4",
              "no-certificate",
              "number 4",
              "no-certificate",
              "number 0",
              "number 1");
    }
  }

  @Test
  void a_new_minute_has_room_again() {
    TickingClock clock = new TickingClock();
    RejectSample sample = new RejectSample(1, clock);
    sample.add("stale", "p", "1");
    sample.add("stale", "p", "2");
    clock.now = NOW.plusSeconds(60);
    sample.add("stale", "p", "3");
    RejectSample.Part part = sample.take();
    assertThat(part.kept()).extracting(RejectSample.Reject::detail).containsExactly("1", "3");
    assertThat(part.counts().values()).containsExactlyInAnyOrder(2L, 1L);
    assertThat(sample.take().counts()).isEmpty();
  }

  @Test
  void whatever_comes_in_takes_little_room() {
    RejectSample sample = new RejectSample(2, new TickingClock());
    String peer = "peer\n" + "p".repeat(1_000);
    String detail = "detail\r\n\u0000" + "d".repeat(100_000);
    for (int i = 0; i < 10_000; i++) {
      sample.add("reason " + i, peer, detail);
    }
    RejectSample.Part part = sample.take();
    assertThat(part.kept()).hasSizeLessThan(100);
    assertThat(sample.totals()).hasSizeLessThanOrEqualTo(32).containsKey("other");
    assertThat(part.kept())
        .allSatisfy(
            reject -> {
              assertThat(reject.peer()).hasSize(64).startsWith("peer?p");
              assertThat(reject.detail()).hasSize(512).startsWith("detail???d");
            });
  }

  @Test
  void old_counts_are_forgotten() throws Exception {
    try (Database database = Postgres.open()) {
      TickingClock clock = new TickingClock();
      RejectSettings settings = new RejectSettings(5, 8, Duration.ofHours(1));
      RejectTable table = new RejectTable(database, "ks-1", settings, clock);
      RejectSample sample = new RejectSample(5, clock);
      sample.add("stale", "p", null);
      table.write(sample.take());
      clock.now = NOW.plus(Duration.ofMinutes(59));
      table.forget();
      assertThat(texts(database, "select reason from reject_count")).hasSize(1);
      clock.now = NOW.plus(Duration.ofMinutes(62));
      table.forget();
      assertThat(texts(database, "select reason from reject_count")).isEmpty();
    }
  }

  @Test
  void settings_that_keep_nothing_are_refused() {
    assertThatThrownBy(() -> new RejectSettings(0, 0, Duration.ZERO))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("3 problems");
  }

  private static RejectLog start(Database database, RejectSettings settings) {
    return Rejects.start(database, "ks-1", settings, new TickingClock());
  }

  private static List<String> texts(Database database, String sql) throws Exception {
    return new Jdbc(database.connections())
        .query(sql, Jdbc.Binder.NOTHING, row -> row.getString(1));
  }

  private Database h2() {
    return Database.open(
        DatabaseSettings.of(
            "jdbc:h2:file:" + folder.resolve("log") + ";WRITE_DELAY=0",
            "sa",
            null,
            Environment.DEVELOPMENT));
  }

  /** Stands still until a test moves it. */
  private static final class TickingClock extends Clock {
    private Instant now = NOW;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
