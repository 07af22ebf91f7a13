package dev.kekkai.keyserver.audit;

import dev.kekkai.keyserver.audit.format.AuditRow;
import dev.kekkai.keyserver.audit.format.Bytes;
import dev.kekkai.keyserver.db.Database;
import dev.kekkai.keyserver.db.Jdbc;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a chain's rows over one connection of its own, so that what is under way is known. For one
 * thread; only {@link #abort} may come from another.
 *
 * <p>A commit whose answer is lost may have taken place. The same rows are then simply inserted
 * again: when they are there already, the database says so and they are compared; while the first
 * attempt is still under way inside the database, the second waits for it. So there are never two
 * entries in one place, and what is not certain is never built upon.
 */
final class ChainStore {
  private static final Logger LOG = LoggerFactory.getLogger(ChainStore.class);

  private final Database database;
  private final AtomicLong incarnation = new AtomicLong();
  private volatile @Nullable Connection connection;

  ChainStore(Database database) {
    this.database = database;
  }

  /** Counts the connections; a crash of the database ends each of them. */
  long incarnation() {
    return incarnation.get();
  }

  /**
   * Connects, so that the first entry does not find that there was no connection before it.
   *
   * @throws SQLException when that is not possible
   */
  void open(Head head) throws SQLException {
    try {
      connected(head);
    } catch (ChainLostException e) {
      throw new SQLException(e.getMessage(), e);
    }
  }

  /** Rows of one transaction; the entries follow one another. */
  record Batch(List<AuditRow.Entry> entries, List<AuditRow.SealRow> seals) {}

  /**
   * Makes rows durable; when it fails, the same batch may be tried again, and nothing else until it
   * succeeded.
   *
   * @param last what is durable already
   * @throws ChainLostException when the chain can't go on
   * @throws SQLException when it is not certain that they are durable
   */
  void write(Head last, Batch batch) throws SQLException, ChainLostException {
    Connection current = connected(last);
    try {
      insert(current, batch);
      current.commit();
    } catch (SQLException e) {
      disconnect();
      if (!Jdbc.isDuplicate(e)) {
        throw e;
      }
      settle(connected(last), batch);
    } catch (RuntimeException | Error e) {
      disconnect();
      throw e;
    }
  }

  private static void insert(Connection connection, Batch batch) throws SQLException {
    if (!batch.entries().isEmpty()) {
      try (PreparedStatement insert = connection.prepareStatement(AuditSql.INSERT_ENTRY)) {
        for (AuditRow.Entry entry : batch.entries()) {
          AuditSql.bind(insert, entry);
          insert.addBatch();
        }
        insert.executeBatch();
      }
    }
    if (!batch.seals().isEmpty()) {
      try (PreparedStatement insert = connection.prepareStatement(AuditSql.INSERT_SEAL)) {
        for (AuditRow.SealRow seal : batch.seals()) {
          AuditSql.bind(insert, seal);
          insert.addBatch();
        }
        insert.executeBatch();
      }
    }
  }

  /** Rows of these keys are there: fine when they are these very rows, all of them. */
  private void settle(Connection current, Batch batch) throws SQLException, ChainLostException {
    try {
      if (!AuditSql.areThere(current, batch)) {
        throw new ChainLostException("rows that this server did not write are in its chain");
      }
      current.rollback();
      LOG.info("Audit entries whose commit was not answered are there, as they were written");
    } catch (SQLException e) {
      disconnect();
      throw e;
    }
  }

  /** A new connection is used only when what was acknowledged before is still there. */
  private Connection connected(Head last) throws SQLException, ChainLostException {
    Connection current = connection;
    if (current != null) {
      return current;
    }
    current = database.dedicated();
    connection = current;
    incarnation.incrementAndGet();
    try {
      current.setAutoCommit(false);
      Bytes there = AuditSql.headAt(current, last);
      current.rollback();
      if (!last.hash().equals(there)) {
        throw new ChainLostException(
            String.format(
                Locale.ROOT,
                "its entry %d, which the database had acknowledged, is %s",
                last.sequence(),
                there == null ? "gone" : "another one"));
      }
      return current;
    } catch (SQLException e) {
      disconnect();
      throw e;
    }
  }

  private void disconnect() {
    Connection broken = connection;
    connection = null;
    if (broken != null) {
      close(broken);
    }
  }

  /** Ends what is under way, from any thread. */
  void abort() {
    Connection current = connection;
    if (current != null) {
      close(current);
    }
  }

  /** Abort rather than close: the latter would wait for a database that does not answer. */
  private static void close(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      LOG.debug("A connection did not close cleanly: {}", e.getMessage());
    }
  }
}
