package dev.kekkai.dekstore.column;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * On PostgreSQL a row is as it was read while the transaction that wrote it ({@code xmin}) is the
 * same one. So no plaintext goes back to the database, where a log might show it. A whole batch is
 * changed in one statement, which locks no row that it would have to wait for: it can be in
 * nobody's deadlock.
 */
final class PostgreSqlColumn extends ColumnSql {
  /** Whatever the user's default is: a row that others changed is skipped and is no error. */
  private static final String BY_MIGRATION =
      "set transaction isolation level read committed; select set_config('"
          + SyncTrigger.BY_MIGRATION
          + "', 'on', true)";

  PostgreSqlColumn(Table table) {
    super(table);
  }

  @Override
  String version() {
    return "u.xmin";
  }

  @Override
  int change(Connection connection, List<ColumnRow> rows, @Nullable List<String> tokens)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(BY_MIGRATION);
    }
    try (PreparedStatement statement = connection.prepareStatement(changeSql(tokens != null))) {
      int index = 1;
      for (int i = 0; i < keySize(); i++) {
        int part = i;
        statement.setArray(index++, array(connection, rows, row -> row.key().get(part)));
      }
      statement.setArray(index++, array(connection, rows, ColumnRow::version));
      if (tokens != null) {
        statement.setArray(index, connection.createArrayOf("text", tokens.toArray()));
      }
      try (ResultSet changed = statement.executeQuery()) {
        int count = 0;
        while (changed.next()) {
          count++;
          if (!changed.getBoolean(1)) {
            throw ColumnException.refused(
                "A trigger of '" + table().name() + "' takes tokens away; nothing was changed");
          }
        }
        return count;
      }
    }
  }

  private static java.sql.Array array(
      Connection connection, List<ColumnRow> rows, Function<ColumnRow, String> part)
      throws SQLException {
    return connection.createArrayOf("text", rows.stream().map(part).toArray());
  }

  private String changeSql(boolean setsToken) {
    String token = table().tokenSql();
    String casts =
        IntStream.range(0, keySize())
            .mapToObj(i -> table().key().get(i).type().cast("a.k" + i) + " as k" + i)
            .collect(Collectors.joining(", "));
    String names =
        IntStream.range(0, keySize()).mapToObj(i -> "k" + i).collect(Collectors.joining(", "));
    String unnested = "?::text[], ".repeat(keySize() + (setsToken ? 1 : 0)) + "?::text[]";
    String set =
        setsToken ? token + " = l.t" : SqlName.quoted(table().requirePlain().name()) + " = null";
    return "with f as materialized (select "
        + casts
        + ", cast(a.v as xid) as v"
        + (setsToken ? ", a.t" : "")
        + " from unnest("
        + unnested
        + ") as a ("
        + names
        + ", v"
        + (setsToken ? ", t" : "")
        + ")), l as materialized (select f.* from "
        + table().sql()
        + " u join f on "
        + equal("u", "f")
        + " and u.xmin = f.v for no key update of u skip locked) update "
        + table().sql()
        + " u set "
        + set
        + " from l where "
        + equal("u", "l")
        + " returning u."
        + token
        + " is not null";
  }

  private String equal(String one, String other) {
    return IntStream.range(0, keySize())
        .mapToObj(
            i -> one + "." + SqlName.quoted(table().key().get(i).name()) + " = " + other + ".k" + i)
        .collect(Collectors.joining(" and "));
  }
}
