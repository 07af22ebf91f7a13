package dev.kekkai.keyserver.audit.verify;

import dev.kekkai.keyserver.audit.format.AuditRow;
import dev.kekkai.keyserver.audit.format.AuditRows;
import dev.kekkai.keyserver.db.Jdbc;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The log in a database: one transaction, so that servers may go on writing meanwhile. */
final class DatabaseReader implements AuditReader {
  private static final String CHAINS =
      "select chain, number, server, header from audit_chain order by number, chain";

  /** What belongs to no chain that has a beginning. */
  private static final String ORPHANS =
      "select chain from audit_entry where chain not in (select chain from audit_chain)"
          + " union select chain from audit_seal where chain not in (select chain from audit_chain)"
          + " order by 1";

  private final Connection connection;
  private final boolean owned;
  private final Deque<AuditRow.Chain> beginnings;
  private final Deque<UUID> chains = new ArrayDeque<>();
  private @Nullable ChainRows rows;

  private DatabaseReader(Connection connection, boolean owned) throws SQLException {
    this.connection = connection;
    this.owned = owned;
    this.beginnings =
        new ArrayDeque<>(Jdbc.query(connection, CHAINS, Jdbc.Binder.NOTHING, AuditRows::chain));
    beginnings.forEach(chain -> chains.add(chain.chain()));
    chains.addAll(
        Jdbc.query(connection, ORPHANS, Jdbc.Binder.NOTHING, row -> row.getObject(1, UUID.class)));
  }

  /** Closes the connection with the reader. */
  static DatabaseReader owning(Connection connection) throws SQLException {
    boolean done = false;
    try {
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      DatabaseReader reader = new DatabaseReader(connection, true);
      done = true;
      return reader;
    } finally {
      if (!done) {
        connection.close();
      }
    }
  }

  /** Leaves the connection and its transaction to the caller. */
  static DatabaseReader borrowing(Connection connection) throws IOException {
    try {
      return new DatabaseReader(connection, false);
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  @Override
  public @Nullable AuditItem next() throws IOException {
    AuditRow.Chain beginning = beginnings.poll();
    if (beginning != null) {
      return new AuditItem.Row(beginning);
    }
    try {
      while (true) {
        AuditRow row = rows == null ? null : rows.next();
        if (row != null) {
          return new AuditItem.Row(row);
        }
        closeRows();
        UUID chain = chains.poll();
        if (chain == null) {
          return null;
        }
        rows = ChainRows.all(connection, chain);
      }
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  private void closeRows() throws SQLException {
    if (rows != null) {
      rows.close();
      rows = null;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      closeRows();
      if (owned) {
        connection.close();
      }
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  private static IOException unreadable(SQLException e) {
    return new IOException("The audit log can't be read: " + e.getMessage(), e);
  }
}
