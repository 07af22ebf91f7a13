package dev.kekkai.keyserver.audit.format;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** Reads rows of the audit log's tables, whose columns are selected in the order of the records. */
public final class AuditRows {
  private AuditRows() {}

  /**
   * A row of {@code audit_chain}.
   *
   * @param row chain, number, server, header
   * @return the row
   * @throws SQLException when it can't be read
   */
  public static AuditRow.Chain chain(ResultSet row) throws SQLException {
    return new AuditRow.Chain(uuid(row), row.getLong(2), row.getString(3), bytes(row, 4));
  }

  /**
   * A row of {@code audit_entry}.
   *
   * @param row chain, sequence, hash, entry
   * @return the row
   * @throws SQLException when it can't be read
   */
  public static AuditRow.Entry entry(ResultSet row) throws SQLException {
    return new AuditRow.Entry(uuid(row), row.getLong(2), bytes(row, 3), bytes(row, 4));
  }

  /**
   * A row of {@code audit_seal}.
   *
   * @param row chain, number, sequence, seal, signature
   * @return the row
   * @throws SQLException when it can't be read
   */
  public static AuditRow.SealRow seal(ResultSet row) throws SQLException {
    return new AuditRow.SealRow(
        uuid(row), row.getLong(2), row.getLong(3), bytes(row, 4), bytes(row, 5));
  }

  private static UUID uuid(ResultSet row) throws SQLException {
    UUID chain = row.getObject(1, UUID.class);
    if (chain == null) {
      throw new SQLException("A row of the audit log names no chain");
    }
    return chain;
  }

  private static Bytes bytes(ResultSet row, int column) throws SQLException {
    byte[] value = row.getBytes(column);
    return Bytes.of(value == null ? new byte[0] : value);
  }
}
