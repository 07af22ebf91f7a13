package dev.kekkai.keyserver.limit;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.kekkai.keyserver.chore.Chores;
import dev.kekkai.keyserver.db.Database;
import dev.kekkai.keyserver.db.Dialect;
import dev.kekkai.keyserver.db.Jdbc;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Nonces and quotas in the database that all servers share, and the thread that tidies up behind
 * them. Thread-safe.
 */
public final class Limits implements AutoCloseable {
  private static final Duration CLOCK_EVERY = Duration.ofSeconds(10);
  private static final Duration TIDY_EVERY = Duration.ofSeconds(5);

  /** A statement's share of expired nonces: some 10 ms. */
  private static final int BATCH = 2_000;

  /** What is left waits for the next round: 20,000 nonces a second, all servers aside. */
  private static final int MAX_BATCHES = 50;

  private final DatabaseNonceStore nonces;
  private final DatabaseQuotas quotas;
  private final DatabaseClock clock;
  private final HikariDataSource connections;
  private final Chores chores = new Chores("kekkai-limits");

  private Limits(HikariDataSource connections, Dialect dialect, DatabaseClock clock) {
    this.connections = connections;
    this.clock = clock;
    this.nonces = new DatabaseNonceStore(connections, dialect);
    this.quotas = new DatabaseQuotas(connections, dialect, clock);
  }

  /**
   * Starts, with connections of its own whose commits don't wait for the disk.
   *
   * @param database shared by all servers, and the one that the audit log is in: its commits take
   *     those of nonces and quotas to the disk before anything is answered
   * @return to be closed by the caller, before the database
   * @throws LimitUnavailableException when the database does not answer
   */
  public static Limits open(Database database) throws LimitUnavailableException {
    HikariDataSource pool;
    try {
      pool = LimitConnections.of(database);
    } catch (HikariPool.PoolInitializationException e) {
      throw LimitUnavailableException.of("nonces and quotas", e);
    }
    boolean done = false;
    try {
      Limits limits = open(pool, database.dialect());
      done = true;
      return limits;
    } finally {
      if (!done) {
        pool.close();
      }
    }
  }

  private static Limits open(HikariDataSource connections, Dialect dialect)
      throws LimitUnavailableException {
    try {
      Limits limits = new Limits(connections, dialect, new DatabaseClock(new Jdbc(connections)));
      limits.chores.every(CLOCK_EVERY, "read the database's clock", limits.clock::synchronize);
      limits.chores.every(TIDY_EVERY, "remove expired nonces", limits::tidyUp);
      return limits;
    } catch (SQLException e) {
      throw new LimitUnavailableException(
          "The database of nonces and quotas does not answer: " + e.getMessage(), e);
    }
  }

  /**
   * The nonces.
   *
   * @return thread-safe; used up for all servers
   */
  public NonceStore nonces() {
    return nonces;
  }

  /**
   * The quotas.
   *
   * @return thread-safe; hard for all servers together
   */
  public Quotas quotas() {
    return quotas;
  }

  private void tidyUp() throws SQLException {
    for (int i = 0; i < MAX_BATCHES && nonces.removeExpired(BATCH) == BATCH; i++) {
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
    }
  }

  /** Ends the thread, and closes the connections. */
  @Override
  public void close() {
    chores.close();
    connections.close();
  }
}
