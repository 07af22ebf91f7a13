package dev.kekkai.keyserver.audit.verify;

import dev.kekkai.keyserver.audit.format.AuditRow;
import dev.kekkai.keyserver.audit.format.AuditRows;
import dev.kekkai.keyserver.db.Jdbc;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One chain's entries and seals, merged, a few hundred in memory at a time. For one thread. */
final class ChainRows implements AutoCloseable {
  private static final String ENTRIES =
      "select chain, sequence, hash, entry from audit_entry"
          + " where chain = ? and sequence between ? and ? order by sequence";
  private static final String SEALS =
      "select chain, number, sequence, seal, signature from audit_seal"
          + " where chain = ? and sequence between ? and ? order by number";
  private static final int FETCH = 500;

  private final Cursor<AuditRow.Entry> entries;
  private final Cursor<AuditRow.SealRow> seals;

  private ChainRows(Connection connection, UUID chain, long from, long to) throws SQLException {
    // entries are numbered from 1; the seal over the start has the number 0
    Cursor<AuditRow.SealRow> opened =
        new Cursor<>(connection, SEALS, chain, from, to, AuditRows::seal);
    boolean done = false;
    try {
      this.entries = new Cursor<>(connection, ENTRIES, chain, from, to, AuditRows::entry);
      done = true;
    } finally {
      if (!done) {
        opened.close();
      }
    }
    this.seals = opened;
  }

  static ChainRows all(Connection connection, UUID chain) throws SQLException {
    return new ChainRows(connection, chain, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** Entries of these places, and the seals that end there. */
  static ChainRows part(Connection connection, UUID chain, long from, long to) throws SQLException {
    return new ChainRows(connection, chain, from, to);
  }

  /** A seal comes before the first entry that it does not cover. */
  @Nullable AuditRow next() throws SQLException {
    AuditRow.Entry entry = entries.peek();
    AuditRow.SealRow seal = seals.peek();
    if (seal != null && (entry == null || seal.sequence() < entry.sequence())) {
      return seals.take();
    }
    return entries.take();
  }

  @Override
  public void close() throws SQLException {
    try (seals) {
      entries.close();
    }
  }

  /** The rows of one query. */
  private static final class Cursor<T> implements AutoCloseable {
    private final PreparedStatement statement;
    private final ResultSet rows;
    private final Jdbc.Reader<T> reader;
    private @Nullable T next;

    Cursor(Connection connection, String sql, UUID chain, long from, long to, Jdbc.Reader<T> reader)
        throws SQLException {
      this.statement = connection.prepareStatement(sql);
      boolean done = false;
      try {
        statement.setFetchSize(FETCH);
        statement.setObject(1, chain);
        statement.setLong(2, from);
        statement.setLong(3, to);
        this.rows = statement.executeQuery();
        this.reader = reader;
        done = true;
      } finally {
        if (!done) {
          statement.close();
        }
      }
      advance();
    }

    private void advance() throws SQLException {
      next = rows.next() ? reader.read(rows) : null;
    }

    @Nullable T peek() {
      return next;
    }

    @Nullable T take() throws SQLException {
      T taken = next;
      if (taken != null) {
        advance();
      }
      return taken;
    }

    @Override
    public void close() throws SQLException {
      statement.close(); // and its rows
    }
  }
}
