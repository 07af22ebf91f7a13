package dev.kekkai.dekstore.jdbc;

import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A second connection, on which new rows are read once they are committed. It is taken before the
 * one that writes: a pool lends a thread the connection again that it has just given back. New rows
 * are written by one thread at a time, so that threads with one connection each don't wait for one
 * another's second one.
 */
final class ReadBack implements AutoCloseable {
  private static final Semaphore ONE = new Semaphore(1, true);
  private static final String BY_IDS = DekRow.SELECT + " where id = any(?)";
  private static final int PAGE = 500;

  private final Connection second;

  private ReadBack(Connection second) {
    this.second = second;
  }

  /** Before anything is written. */
  static ReadBack before(DataSource connections) throws SQLException {
    ONE.acquireUninterruptibly();
    boolean done = false;
    try {
      ReadBack taken = new ReadBack(connections.getConnection());
      done = true;
      return taken;
    } finally {
      if (!done) {
        ONE.release();
      }
    }
  }

  /** Passes rows that are there as they were written, or as others have changed them since. */
  void require(List<DekRecord> deks) throws SQLException {
    for (int from = 0; from < deks.size(); from += PAGE) {
      List<DekRecord> page = deks.subList(from, Math.min(deks.size(), from + PAGE));
      Map<UUID, DekRecord> read = read(page);
      page.forEach(dek -> requireWritten(dek, read.get(dek.id())));
    }
  }

  private Map<UUID, DekRecord> read(List<DekRecord> deks) throws SQLException {
    Map<UUID, DekRecord> read = new HashMap<>();
    Jdbc.query(second, BY_IDS, statement -> bindIds(statement, deks), DekRow::read)
        .forEach(row -> read.put(row.id(), row));
    return read;
  }

  private static void bindIds(PreparedStatement statement, List<DekRecord> deks)
      throws SQLException {
    Object[] ids = deks.stream().map(DekRecord::id).toArray();
    statement.setArray(1, statement.getConnection().createArrayOf("uuid", ids));
  }

  private static void requireWritten(DekRecord dek, @Nullable DekRecord read) {
    if (read == null || !DekRow.isWritten(dek, read)) {
      throw new StoreException(
          "The row of the new DEK '" + dek.name() + "' could not be read back as it was written",
          null);
    }
  }

  @Override
  public void close() throws SQLException {
    try (second) {
      if (!second.getAutoCommit()) {
        second.rollback(); // an idle transaction would be in everybody's way
      }
    } finally {
      ONE.release();
    }
  }
}
