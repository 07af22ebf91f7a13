package dev.kekkai.keyserver.audit;

import dev.kekkai.keyserver.audit.format.AuditRow;
import dev.kekkai.keyserver.audit.format.AuditRows;
import dev.kekkai.keyserver.audit.format.Bytes;
import dev.kekkai.keyserver.audit.format.HashChain;
import dev.kekkai.keyserver.db.Jdbc;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements on the audit log's tables. There is none that changes or deletes a row. */
final class AuditSql {
  static final String INSERT_CHAIN =
      "insert into audit_chain (chain, number, server, header) values (?, ?, ?, ?)";
  static final String INSERT_ENTRY =
      "insert into audit_entry (chain, sequence, hash, entry) values (?, ?, ?, ?)";
  static final String INSERT_SEAL =
      "insert into audit_seal (chain, number, sequence, seal, signature) values (?, ?, ?, ?, ?)";
  private static final String NEWEST_CHAIN =
      "select chain, number, server, header from audit_chain order by number desc limit 1";
  private static final String NEWEST_CHAIN_OF =
      "select chain, number, server, header from audit_chain where server = ?"
          + " order by number desc limit 1";
  private static final String NEWEST_SEAL_OF =
      "select chain, number, sequence, seal, signature from audit_seal where chain = ?"
          + " order by number desc limit 1";
  private static final String HASH_AT =
      "select hash from audit_entry where chain = ? and sequence = ?";
  private static final String HEADER_OF = "select header from audit_chain where chain = ?";
  private static final String ENTRIES =
      "select chain, sequence, hash, entry from audit_entry"
          + " where chain = ? and sequence between ? and ? order by sequence";
  private static final String SEAL =
      "select chain, number, sequence, seal, signature from audit_seal where chain = ? and number = ?";

  private AuditSql() {}

  static void bind(PreparedStatement insert, AuditRow.Chain chain) throws SQLException {
    insert.setObject(1, chain.chain());
    insert.setLong(2, chain.number());
    insert.setString(3, chain.server());
    insert.setBytes(4, chain.header().array());
  }

  static void bind(PreparedStatement insert, AuditRow.Entry entry) throws SQLException {
    insert.setObject(1, entry.chain());
    insert.setLong(2, entry.sequence());
    insert.setBytes(3, entry.hash().array());
    insert.setBytes(4, entry.entry().array());
  }

  static void bind(PreparedStatement insert, AuditRow.SealRow seal) throws SQLException {
    insert.setObject(1, seal.chain());
    insert.setLong(2, seal.number());
    insert.setLong(3, seal.sequence());
    insert.setBytes(4, seal.seal().array());
    insert.setBytes(5, seal.signature().array());
  }

  static AuditRow.@Nullable Chain newestChain(Connection connection) throws SQLException {
    return first(Jdbc.query(connection, NEWEST_CHAIN, Jdbc.Binder.NOTHING, AuditRows::chain));
  }

  static AuditRow.@Nullable Chain newestChainOf(Connection connection, String server)
      throws SQLException {
    return first(
        Jdbc.query(
            connection,
            NEWEST_CHAIN_OF,
            statement -> statement.setString(1, server),
            AuditRows::chain));
  }

  static AuditRow.@Nullable SealRow newestSealOf(Connection connection, UUID chain)
      throws SQLException {
    return first(
        Jdbc.query(
            connection,
            NEWEST_SEAL_OF,
            statement -> statement.setObject(1, chain),
            AuditRows::seal));
  }

  /** The head that the database has in a place; null when it has none there. */
  static @Nullable Bytes headAt(Connection connection, Head head) throws SQLException {
    UUID chain = head.chain().id();
    if (head.sequence() == 0) {
      return first(
          Jdbc.query(
              connection,
              HEADER_OF,
              statement -> statement.setObject(1, chain),
              row -> HashChain.start(row.getBytes(1))));
    }
    return first(
        Jdbc.query(
            connection,
            HASH_AT,
            statement -> {
              statement.setObject(1, chain);
              statement.setLong(2, head.sequence());
            },
            row -> Bytes.of(row.getBytes(1))));
  }

  /** Whether all rows of a batch are there as they were to be written. */
  static boolean areThere(Connection connection, ChainStore.Batch batch) throws SQLException {
    List<AuditRow.Entry> entries = batch.entries();
    if (!entries.isEmpty() && !entries.equals(thoseInPlaceOf(connection, entries))) {
      return false;
    }
    for (AuditRow.SealRow seal : batch.seals()) {
      List<AuditRow.SealRow> there =
          Jdbc.query(
              connection,
              SEAL,
              statement -> {
                statement.setObject(1, seal.chain());
                statement.setLong(2, seal.number());
              },
              AuditRows::seal);
      if (!there.equals(List.of(seal))) {
        return false;
      }
    }
    return true;
  }

  private static List<AuditRow.Entry> thoseInPlaceOf(
      Connection connection, List<AuditRow.Entry> entries) throws SQLException {
    return Jdbc.query(
        connection,
        ENTRIES,
        statement -> {
          statement.setObject(1, entries.get(0).chain());
          statement.setLong(2, entries.get(0).sequence());
          statement.setLong(3, entries.get(entries.size() - 1).sequence());
        },
        AuditRows::entry);
  }

  private static <T> @Nullable T first(List<T> rows) {
    return rows.isEmpty() ? null : rows.get(0);
  }
}
