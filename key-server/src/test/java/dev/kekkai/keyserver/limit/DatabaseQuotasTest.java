package dev.kekkai.keyserver.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.keyserver.db.DatabaseContract;
import dev.kekkai.keyserver.db.Jdbc;
import dev.kekkai.keyserver.db.TestDatabase;
import dev.kekkai.keyserver.registry.Quota;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** All servers together grant no more than the bucket holds. */
class DatabaseQuotasTest {
  private static final Quota HUNDRED_AN_HOUR = new Quota(100, 100, Duration.ofHours(1));

  /** The same for every database. */
  abstract static class Common extends DatabaseContract {
    final AtomicLong nanos = new AtomicLong(1_800_000_000_000_000_000L);
    DatabaseQuotas quotas;
    DatabaseQuotas otherServer;

    @BeforeEach
    void start() {
      quotas = server();
      otherServer = server();
    }

    /** Another server over the same database, with the same time. */
    DatabaseQuotas server() {
      return new DatabaseQuotas(
          connections,
          database.dialect(),
          new TimeMeter() {
            @Override
            public long currentTimeNanos() {
              return nanos.get();
            }

            @Override
            public boolean isWallClockBased() {
              return true;
            }
          });
    }

    static FakeClient client(Quota quota) {
      return new FakeClient("shop", 1, quota);
    }

    Duration take(DatabaseQuotas from, FakeClient client, int items) throws Exception {
      return from.take(client, "payments", items);
    }

    @Test
    void a_bucket_is_full_at_first_and_holds_no_more_than_its_capacity() throws Exception {
      FakeClient client = client(HUNDRED_AN_HOUR);
      assertThat(take(quotas, client, 60)).isZero();
      assertThat(take(otherServer, client, 40)).isZero();
      assertThat(take(quotas, client, 1)).isEqualTo(Duration.ofSeconds(36));
      assertThat(take(otherServer, client, 2)).isEqualTo(Duration.ofSeconds(72));
    }

    @Test
    void what_was_refused_takes_nothing() throws Exception {
      FakeClient client = client(HUNDRED_AN_HOUR);
      assertThat(take(quotas, client, 60)).isZero();
      assertThat(take(quotas, client, 41)).isPositive();
      assertThat(take(quotas, client, 40)).isZero();
    }

    @Test
    void what_is_given_back_can_be_taken_again_at_any_server_and_no_more() throws Exception {
      FakeClient client = client(HUNDRED_AN_HOUR);
      assertThat(take(quotas, client, 90)).isZero();
      assertThat(take(quotas, client, 20)).isPositive();
      quotas.giveBack(client, "payments", 30);
      assertThat(take(quotas, client, 20)).isZero();
      assertThat(take(otherServer, client, 20)).isZero();
      assertThat(take(otherServer, client, 1)).isPositive();
      quotas.giveBack(client, "payments", 1_000);
      assertThat(take(server(), client, 100)).isZero();
      assertThat(take(server(), client, 1)).isPositive();
    }

    @Test
    void it_is_refilled_evenly_and_not_beyond_its_capacity() throws Exception {
      FakeClient client = client(HUNDRED_AN_HOUR);
      take(quotas, client, 100);
      nanos.addAndGet(Duration.ofMinutes(30).toNanos());
      assertThat(take(otherServer, client, 51)).isPositive();
      assertThat(take(otherServer, client, 50)).isZero();
      nanos.addAndGet(Duration.ofHours(30).toNanos());
      assertThat(take(server(), client, 100)).isZero();
      assertThat(take(server(), client, 1)).isPositive();
    }

    @Test
    void a_clock_that_goes_back_wins_nothing() throws Exception {
      FakeClient client = client(HUNDRED_AN_HOUR);
      take(quotas, client, 100);
      nanos.addAndGet(-Duration.ofHours(3).toNanos());
      assertThat(take(otherServer, client, 1)).isPositive();
      nanos.addAndGet(Duration.ofHours(3).toNanos());
      assertThat(take(server(), client, 1)).isPositive();
    }

    @Test
    void three_servers_with_many_threads_grant_the_capacity_exactly() throws Exception {
      FakeClient client = client(new Quota(500, 1, Duration.ofDays(31)));
      List<DatabaseQuotas> servers = List.of(quotas, otherServer, server());
      List<Integer> granted =
          Crowd.run(
              12,
              i ->
                  () -> {
                    int mine = 0;
                    for (int n = 0; n < 60; n++) {
                      mine += take(servers.get(i % 3), client, 1).isZero() ? 1 : 0;
                    }
                    return mine;
                  });
      assertThat(granted.stream().mapToInt(Integer::intValue).sum()).isEqualTo(500);
    }

    @Test
    void batches_of_many_sizes_never_take_more_than_there_is() throws Exception {
      FakeClient client = client(new Quota(1000, 1, Duration.ofDays(31)));
      List<Integer> granted =
          Crowd.run(
              8,
              i ->
                  () -> {
                    int mine = 0;
                    for (int items = 1; items <= 25; items++) {
                      mine +=
                          take(i % 2 == 0 ? quotas : otherServer, client, items).isZero()
                              ? items
                              : 0;
                    }
                    return mine;
                  });
      int sum = granted.stream().mapToInt(Integer::intValue).sum();
      assertThat(sum).isBetween(1000 - 24, 1000);
      int left = 0;
      while (take(server(), client, 1).isZero()) {
        left++;
      }
      assertThat(sum + left).isEqualTo(1000);
    }

    @Test
    void many_who_are_the_first_to_use_a_bucket_are_all_served() throws Exception {
      for (int round = 0; round < 5; round++) {
        FakeClient client = new FakeClient("new" + round, 1, HUNDRED_AN_HOUR);
        List<Duration> waits = Crowd.run(16, i -> () -> take(quotas, client, 1));
        assertThat(waits).containsOnly(Duration.ZERO);
      }
    }

    @Test
    void clients_and_keks_dont_share_a_bucket() throws Exception {
      take(quotas, client(HUNDRED_AN_HOUR), 100);
      assertThat(take(quotas, new FakeClient("other", 1, HUNDRED_AN_HOUR), 100)).isZero();
    }

    @Test
    void more_than_the_capacity_and_a_kek_without_quota_wait_for_ever() throws Exception {
      FakeClient client = client(HUNDRED_AN_HOUR);
      assertThat(take(quotas, client, 101)).isEqualTo(Quotas.NEVER);
      assertThat(quotas.take(client, "other", 1)).isEqualTo(Quotas.NEVER);
    }

    @Test
    void a_smaller_quota_counts_at_once_for_the_tokens_there_are() throws Exception {
      take(quotas, client(HUNDRED_AN_HOUR), 50);
      FakeClient changed = new FakeClient("shop", 2, new Quota(10, 10, Duration.ofHours(1)));
      assertThat(take(quotas, changed, 10)).isZero();
      assertThat(take(quotas, changed, 1)).isEqualTo(Duration.ofMinutes(6));
    }

    @Test
    void a_greater_quota_wins_no_tokens_but_is_refilled_faster() throws Exception {
      take(quotas, client(HUNDRED_AN_HOUR), 100);
      FakeClient changed = new FakeClient("shop", 2, new Quota(1000, 1000, Duration.ofHours(1)));
      assertThat(take(quotas, changed, 1)).isEqualTo(Duration.ofMillis(3600));
      nanos.addAndGet(Duration.ofMinutes(6).toNanos());
      assertThat(take(otherServer, changed, 100)).isZero();
    }

    @Test
    void a_server_that_has_not_heard_of_the_new_quota_does_not_bring_the_old_one_back()
        throws Exception {
      FakeClient old = client(HUNDRED_AN_HOUR);
      take(otherServer, old, 1);
      FakeClient changed = new FakeClient("shop", 2, new Quota(10, 10, Duration.ofHours(1)));
      assertThat(take(quotas, changed, 10)).isZero();
      assertThat(take(otherServer, old, 1)).isEqualTo(Duration.ofMinutes(6));
      assertThat(take(quotas, changed, 1)).isEqualTo(Duration.ofMinutes(6));
    }

    @Test
    void a_bucket_whose_row_is_gone_is_made_again() throws Exception {
      FakeClient client = client(HUNDRED_AN_HOUR);
      take(quotas, client, 1);
      new Jdbc(database.connections()).update("delete from bucket", Jdbc.Binder.NOTHING);
      try {
        take(quotas, client, 1);
      } catch (LimitUnavailableException e) {
        assertThat(e).hasMessageStartingWith("The database's quotas can't be used: ");
      }
      assertThat(take(quotas, client, 1)).isZero();
    }

    @Test
    void without_database_nothing_is_granted() throws Exception {
      FakeClient client = client(HUNDRED_AN_HOUR);
      take(quotas, client, 1);
      connections.setAway(true);
      assertThatThrownBy(() -> take(quotas, client, 1))
          .isInstanceOf(LimitUnavailableException.class)
          .hasMessageStartingWith("The database's quotas can't be used: the database is away");
    }
  }

  @Nested
  class Postgresql extends Common {
    @Override
    protected TestDatabase open() {
      return TestDatabase.postgresql();
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
