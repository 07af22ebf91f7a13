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
import java.util.stream.Collectors;

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

  private Wrappings() {}

  /** Ids of the rows that were in the revision before, and are written. */
  static Set<UUID> update(Connection connection, List<DekRecord> nexts) throws SQLException {
    return Durability.isPostgreSql(connection)
        ? inOneStatement(connection, nexts)
        : Jdbc.eachOnce(connection, DekRow.UPDATE, nexts, DekRow::bindUpdate).stream()
            .map(DekRecord::id)
            .collect(Collectors.toSet());
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
}
