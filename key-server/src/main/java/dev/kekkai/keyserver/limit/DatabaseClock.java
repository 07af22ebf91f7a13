package dev.kekkai.keyserver.limit;

import dev.kekkai.keyserver.db.Jdbc;
import io.github.bucket4j.TimeMeter;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.TimeUnit;

/**
 * The database's time, which is one for all servers: a server whose clock is ahead would otherwise
 * refill buckets too early. Asked for now and then; between two answers this machine's monotonic
 * clock goes on. Thread-safe.
 */
final class DatabaseClock implements TimeMeter {
  private static final String NOW = "select current_timestamp";

  /** What an answer that took longer says is too inexact, unless there is no other. */
  private static final long SLOW_NANOS = Duration.ofMillis(50).toNanos();

  /** After which a slow answer is better than an old one. */
  private static final long OLD_NANOS = Duration.ofMinutes(1).toNanos();

  private final Jdbc jdbc;
  private volatile Reading reading;

  /**
   * Asks the database.
   *
   * @throws SQLException when it does not answer
   */
  DatabaseClock(Jdbc jdbc) throws SQLException {
    this.jdbc = jdbc;
    this.reading = ask();
  }

  /** Asks the database again. */
  void synchronize() throws SQLException {
    Reading next = ask();
    if (next.tookNanos <= SLOW_NANOS || next.at - reading.at > OLD_NANOS) {
      reading = next;
    }
  }

  private Reading ask() throws SQLException {
    long before = System.nanoTime();
    Instant time =
        jdbc.query(
                NOW, Jdbc.Binder.NOTHING, row -> row.getObject(1, OffsetDateTime.class).toInstant())
            .get(0);
    long took = System.nanoTime() - before;
    long epochNanos = TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    return new Reading(epochNanos, before + took / 2, took);
  }

  @Override
  public long currentTimeNanos() {
    Reading known = reading;
    return known.epochNanos + (System.nanoTime() - known.at);
  }

  @Override
  public boolean isWallClockBased() {
    return true;
  }

  /** What the database said, and when by the monotonic clock. */
  private record Reading(long epochNanos, long at, long tookNanos) {}
}
