package dev.kekkai.dekstore.jdbc;

import dev.kekkai.dekstore.DekRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Writes many rows in which nothing but the wrapping has changed. On PostgreSQL with one statement
 * over arrays: a batch of statements costs it three times as much.
 */
final class Wrappings {
  private static final String SET =
      "kek_name, kek_version, kek_cka_id, wrap_method, wrapped, revision, row_tag";
  private static final String ARRAYS =
      "update dek set ("
          + SET
          + ") = (n.kek_name, n.kek_version, n.kek_cka_id, n.wrap_method, n.wrapped, n.revision,"
          + " n.row_tag) from unnest(?::uuid[], ?::text[], ?::int[], ?::text[], ?::text[],"
          + " ?::text[], ?::bigint[], ?::text[]) as n (id, "
          + SET
          + ") where dek.id = n.id and dek.revision = n.revision - 1 returning dek.id";
  private static final String EACH =
      "update dek set kek_name = ?, kek_version = ?, kek_cka_id = ?, wrap_method = ?, wrapped = ?,"
          + " revision = ?, row_tag = ? where id = ? and revision = ?";

  private Wrappings() {}

  /** Ids of the rows that were in the revision before, and are written. */
  static Set<UUID> update(Connection connection, List<DekRecord> nexts) throws SQLException {
    return Durability.isPostgreSql(connection)
        ? inOneStatement(connection, nexts)
        : inBatch(connection, nexts);
  }

  private static Set<UUID> inOneStatement(Connection connection, List<DekRecord> nexts)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ARRAYS)) {
      int i = 1;
      set(statement, i++, "uuid", nexts, DekRecord::id);
      set(statement, i++, "text", nexts, next -> next.wrapped().kek().name());
      set(statement, i++, "int4", nexts, next -> next.wrapped().kek().version());
      set(statement, i++, "text", nexts, next -> next.tag().kekId());
      set(statement, i++, "text", nexts, next -> next.wrapped().method().id());
      set(statement, i++, "text", nexts, next -> Columns.base64(next.wrapped().blob()));
      set(statement, i++, "int8", nexts, DekRecord::revision);
      set(statement, i, "text", nexts, next -> next.tag().mac());
      Set<UUID> written = new HashSet<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          written.add(rows.getObject(1, UUID.class));
        }
      }
      return written;
    }
  }

  private static void set(
      PreparedStatement statement,
      int index,
      String type,
      List<DekRecord> nexts,
      Function<DekRecord, Object> column)
      throws SQLException {
    Object[] values = nexts.stream().map(column).toArray();
    statement.setArray(index, statement.getConnection().createArrayOf(type, values));
  }

  private static Set<UUID> inBatch(Connection connection, List<DekRecord> nexts)
      throws SQLException {
    int[] counts = Jdbc.batch(connection, EACH, nexts, Wrappings::bind);
    Set<UUID> written = new HashSet<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 1) {
        written.add(nexts.get(i).id());
      }
    }
    return written;
  }

  private static void bind(PreparedStatement statement, DekRecord next) throws SQLException {
    statement.setString(1, next.wrapped().kek().name());
    statement.setInt(2, next.wrapped().kek().version());
    statement.setString(3, next.tag().kekId());
    statement.setString(4, next.wrapped().method().id());
    statement.setString(5, Columns.base64(next.wrapped().blob()));
    statement.setLong(6, next.revision());
    statement.setString(7, next.tag().mac());
    statement.setObject(8, next.id());
    statement.setLong(9, next.revision() - 1);
  }
}
