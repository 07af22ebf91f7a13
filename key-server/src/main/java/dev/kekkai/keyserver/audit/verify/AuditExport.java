package dev.kekkai.keyserver.audit.verify;

import dev.kekkai.keyserver.audit.format.AuditRow;
import dev.kekkai.keyserver.audit.format.AuditRows;
import dev.kekkai.keyserver.audit.json.AuditJson;
import dev.kekkai.keyserver.db.Database;
import dev.kekkai.keyserver.db.Jdbc;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/**
 * Writes audit logs as JSON lines, in constant memory. An export holds everything that the database
 * does: it can be verified without it, and is as good a proof.
 */
public final class AuditExport {
  private static final String CHAINS =
      "select chain, number, server, header from audit_chain where number > ?"
          + " order by number limit ?";
  private static final String CHAIN =
      "select chain, number, server, header from audit_chain where chain = ?";

  private AuditExport() {}

  /**
   * Exports a whole log.
   *
   * @param source where it is
   * @param out where the lines go, in UTF-8; flushed, not closed
   * @return how many lines were written
   * @throws IOException when it can't be read or written, or when something in it is no row, as a
   *     damaged line of another export
   */
  public static long all(AuditSource source, OutputStream out) throws IOException {
    Writer lines = writer(out);
    long written = 0;
    try (AuditReader reader = source.open()) {
      for (AuditItem item = reader.next(); item != null; item = reader.next()) {
        if (item instanceof AuditItem.Unreadable bad) {
          throw new IOException("Not an audit log: " + bad.where() + " is " + bad.why());
        }
        if (item instanceof AuditItem.Row row) {
          write(lines, row.row());
          written++;
        }
      }
    }
    lines.flush();
    return written;
  }

  /**
   * The beginnings of chains, for who reads the log page by page.
   *
   * @param database where it is
   * @param after the chain number to begin after; 0 for the first
   * @param limit the most chains
   * @param out where the lines go, in UTF-8; flushed, not closed
   * @return how many lines were written
   * @throws IOException when it can't be read or written
   */
  public static int chains(Database database, long after, int limit, OutputStream out)
      throws IOException {
    Writer lines = writer(out);
    try {
      List<AuditRow.Chain> chains =
          new Jdbc(database.connections())
              .query(
                  CHAINS,
                  statement -> {
                    statement.setLong(1, after);
                    statement.setInt(2, limit);
                  },
                  AuditRows::chain);
      for (AuditRow.Chain chain : chains) {
        write(lines, chain);
      }
      lines.flush();
      return chains.size();
    } catch (SQLException e) {
      throw new IOException("The audit log can't be read: " + e.getMessage(), e);
    }
  }

  /**
   * A part of one chain: its entries from a place on, and the seals over them. The part that begins
   * with entry 1 begins with the chain's own line and the seal over its start, so that parts put
   * one behind the other are an export of the chain.
   *
   * @param database where it is
   * @param chain the chain's id
   * @param from the first entry; 1 for the chain's beginning
   * @param limit the most entries
   * @param out where the lines go, in UTF-8; flushed, not closed
   * @return how many lines were written: 0 where there is nothing, or no such chain
   * @throws IOException when it can't be read or written
   */
  public static int part(Database database, UUID chain, long from, int limit, OutputStream out)
      throws IOException {
    if (from < 1 || limit < 1) {
      throw new IllegalArgumentException("A part begins at entry 1 or later and has some entries");
    }
    Writer lines = writer(out);
    try (Connection connection = database.connections().getConnection()) {
      int written = Jdbc.transaction(connection, inside -> part(inside, chain, from, limit, lines));
      lines.flush();
      return written;
    } catch (SQLException e) {
      throw new IOException("The audit log can't be read: " + e.getMessage(), e);
    }
  }

  private static int part(Connection connection, UUID chain, long from, int limit, Writer lines)
      throws SQLException {
    int written = 0;
    long first = from;
    try {
      if (from == 1) {
        first = 0; // where the seal over the start is
        for (AuditRow.Chain row :
            Jdbc.query(
                connection, CHAIN, statement -> statement.setObject(1, chain), AuditRows::chain)) {
          write(lines, row);
          written++;
        }
      }
      try (ChainRows rows = ChainRows.part(connection, chain, first, last(from, limit))) {
        for (AuditRow row = rows.next(); row != null; row = rows.next()) {
          write(lines, row);
          written++;
        }
      }
      return written;
    } catch (IOException e) {
      throw new SQLException("The reader has gone: " + e.getMessage(), e);
    }
  }

  private static long last(long from, int limit) {
    return from > Long.MAX_VALUE - limit ? Long.MAX_VALUE : from + limit - 1;
  }

  private static Writer writer(OutputStream out) {
    return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
  }

  private static void write(Writer lines, AuditRow row) throws IOException {
    lines.write(AuditJson.line(row));
    lines.write('\n');
  }
}
