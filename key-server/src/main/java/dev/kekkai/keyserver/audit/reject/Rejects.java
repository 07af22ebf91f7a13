package dev.kekkai.keyserver.audit.reject;

import dev.kekkai.keyserver.chore.Chores;
import dev.kekkai.keyserver.db.Database;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a sample in memory and writes it every second: no garbage waits for the database. */
public final class Rejects implements RejectLog {
  private static final Logger LOG = LoggerFactory.getLogger(Rejects.class);
  private static final Duration WRITE_EVERY = Duration.ofSeconds(1);
  private static final Duration FORGET_EVERY = Duration.ofHours(1);

  private final RejectSample sample;
  private final RejectTable table;
  private final Chores chores;

  private Rejects(RejectSample sample, RejectTable table, Chores chores) {
    this.sample = sample;
    this.table = table;
    this.chores = chores;
  }

  /**
   * Starts a log.
   *
   * @param database where it is written
   * @param server this server's name
   * @param settings how much is kept
   * @param clock for the times
   * @return to be closed by the caller
   */
  public static RejectLog start(
      Database database, String server, RejectSettings settings, Clock clock) {
    RejectSample sample = new RejectSample(settings.perMinute(), clock);
    RejectTable table = new RejectTable(database, server, settings, clock);
    Chores chores = new Chores("kekkai-rejects");
    Rejects rejects = new Rejects(sample, table, chores);
    chores.every(WRITE_EVERY, "write the log of rejected requests", rejects::write);
    chores.every(FORGET_EVERY, "forget old counts of rejected requests", table::forget);
    return rejects;
  }

  @Override
  public void rejected(String reason, String peer, @Nullable String detail) {
    sample.add(reason, peer, detail);
  }

  @Override
  public Map<String, Long> counts() {
    return sample.totals();
  }

  /** What can't be written is gone: it is a sample, and must not fill the memory. */
  private synchronized void write() throws SQLException {
    RejectSample.Part part = sample.take();
    if (!part.counts().isEmpty()) {
      table.write(part);
    }
  }

  @Override
  public void close() {
    chores.close();
    try {
      write();
    } catch (SQLException e) {
      LOG.warn("Could not write the log of rejected requests: {}", e.getMessage());
    }
  }
}
