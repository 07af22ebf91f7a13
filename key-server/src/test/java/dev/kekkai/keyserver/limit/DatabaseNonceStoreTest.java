package dev.kekkai.keyserver.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.keyserver.db.DatabaseContract;
import dev.kekkai.keyserver.db.Jdbc;
import dev.kekkai.keyserver.db.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Nonces count once, at whichever server. */
class DatabaseNonceStoreTest {
  private static final Instant LATER = Instant.now().plus(Duration.ofMinutes(5));

  /** The same for every database. */
  abstract static class Common extends DatabaseContract {
    DatabaseNonceStore store;
    DatabaseNonceStore otherServer;

    @BeforeEach
    void start() {
      store = new DatabaseNonceStore(connections, database.dialect());
      otherServer = new DatabaseNonceStore(connections, database.dialect());
    }

    @Test
    void a_nonce_counts_once() throws Exception {
      assertThat(store.use("k", "n1", LATER)).isTrue();
      assertThat(store.use("k", "n1", LATER)).isFalse();
      assertThat(store.use("k", "n1", LATER.plusSeconds(9))).isFalse();
    }

    @Test
    void a_nonce_used_at_one_server_is_used_at_every_other() throws Exception {
      assertThat(store.use("k", "n1", LATER)).isTrue();
      assertThat(otherServer.use("k", "n1", LATER)).isFalse();
    }

    @Test
    void two_keys_may_have_the_same_nonce() throws Exception {
      assertThat(store.use("k", "n1", LATER)).isTrue();
      assertThat(store.use("k2", "n1", LATER)).isTrue();
      assertThat(store.use("k2n", "1", LATER)).isTrue();
    }

    @Test
    void of_many_who_use_one_nonce_at_a_time_one_is_first() throws Exception {
      for (int round = 0; round < 20; round++) {
        String nonce = "round " + round;
        List<Boolean> results =
            Crowd.run(8, i -> () -> (i % 2 == 0 ? store : otherServer).use("k", nonce, LATER));
        assertThat(results).containsOnlyOnce(true);
      }
    }

    @Test
    void many_nonces_at_a_time_are_all_new() throws Exception {
      List<Long> fresh =
          Crowd.run(
              8,
              i ->
                  () -> {
                    long found = 0;
                    for (int n = 0; n < 50; n++) {
                      found += store.use("k" + i, "n" + n, LATER) ? 1 : 0;
                    }
                    return found;
                  });
      assertThat(fresh).containsOnly(50L);
    }

    @Test
    void the_same_nonces_in_another_order_at_two_servers_dont_lock_each_other_out()
        throws Exception {
      for (int round = 0; round < 5; round++) {
        List<DatabaseNonceStore.Use> uses = new ArrayList<>();
        for (int n = 0; n < 300; n++) {
          uses.add(new DatabaseNonceStore.Use(name(round + " " + n), LATER));
        }
        List<DatabaseNonceStore.Use> reversed = new ArrayList<>(uses);
        Collections.reverse(reversed);
        List<List<Boolean>> results =
            Crowd.run(2, i -> () -> i == 0 ? store.useAll(uses) : otherServer.useAll(reversed));
        Collections.reverse(results.get(1));
        for (int n = 0; n < 300; n++) {
          assertThat(results.get(0).get(n)).isNotEqualTo(results.get(1).get(n));
        }
      }
    }

    private static DatabaseNonceStore.Name name(String nonce) {
      return new DatabaseNonceStore.Name("k", nonce);
    }

    @Test
    void of_two_equal_ones_in_a_batch_the_first_is_new() {
      DatabaseNonceStore.Use use = new DatabaseNonceStore.Use(name("n"), LATER);
      assertThat(store.useAll(List.of(use, use))).containsExactly(true, false);
    }

    @Test
    void what_has_expired_for_every_server_is_removed_in_batches() throws Exception {
      Instant now = Instant.now();
      for (int i = 0; i < 5; i++) {
        store.use("k", "old " + i, now.minus(Duration.ofMinutes(11)));
      }
      store.use("k", "expired, but a late clock may not know it", now.minus(Duration.ofMinutes(9)));
      store.use("k", "valid", LATER);
      assertThat(store.removeExpired(3)).isEqualTo(3);
      assertThat(store.removeExpired(3)).isEqualTo(2);
      assertThat(store.removeExpired(3)).isZero();
      assertThat(rows()).isEqualTo(2);
    }

    long rows() throws Exception {
      return new Jdbc(database.connections())
          .query("select count(*) from nonce", Jdbc.Binder.NOTHING, row -> row.getLong(1))
          .get(0);
    }

    @Test
    void away_from_the_database_nobody_says_that_a_nonce_is_new() {
      connections.setAway(true);
      assertThatThrownBy(() -> store.use("k", "n", LATER))
          .isInstanceOf(LimitUnavailableException.class)
          .hasMessageStartingWith("The database's nonces can't be used: the database is away");
    }
  }

  @Nested
  class Postgresql extends Common {
    @Override
    protected TestDatabase open() {
      return TestDatabase.postgresql();
    }

    @Test
    void strange_characters_are_kept_apart() throws Exception {
      List<String> nonces = List.of("{a,b}", "{a", "b}", "\"", "\\", "NULL", "null", "é", " ");
      List<Boolean> results =
          Crowd.run(nonces.size(), i -> () -> store.use("k", nonces.get(i), LATER));
      assertThat(results).containsOnly(true);
      for (String nonce : nonces) {
        assertThat(otherServer.use("k", nonce, LATER)).as(nonce).isFalse();
      }
    }

    @Test
    void an_expiry_is_kept_as_it_is() throws Exception {
      Instant until = Instant.parse("2031-02-03T04:05:06.123456Z");
      store.use("k", "n", until);
      assertThat(
              new Jdbc(database.connections())
                  .query(
                      "select expires from nonce",
                      Jdbc.Binder.NOTHING,
                      row -> row.getObject(1, OffsetDateTime.class).toInstant()))
          .containsExactly(until);
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
