package dev.kekkai.dekstore.column;

import dev.kekkai.formats.FieldToken;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Statements on one column. Rows are read in order of their key, a bounded number and a bounded
 * amount at once, without a lock; and changed only if they are still as they were read. Immutable.
 */
abstract class ColumnSql {
  /** How much of values is read at once, unless one row alone has more. */
  static final int MOST_BYTES = 8 << 20;

  /** Longer ones are no field tokens, and are read as an empty text, which is none either. */
  private static final long MOST_TOKEN_CHARS = (FieldToken.MAX_PLAINTEXT_BYTES + 46L) * 4 / 3 + 4;

  private final Table table;

  ColumnSql(Table table) {
    this.table = table;
  }

  static ColumnSql of(ColumnDatabase database, Table table) {
    return database.isPostgreSql() ? new PostgreSqlColumn(table) : new H2Column(table);
  }

  Table table() {
    return table;
  }

  /** What a row's version is read from. */
  abstract String version();

  /**
   * Changes those of the rows that are still as they were read, and that nobody else is changing
   * now; never waits for a row. To be called in a transaction.
   *
   * @param tokens the new tokens, one for each row; null to clear the plaintext
   * @return how many were changed
   */
  abstract int change(Connection connection, List<ColumnRow> rows, @Nullable List<String> tokens)
      throws SQLException;

  final int keySize() {
    return table.key().size();
  }

  /** Such as {@code u."a", u."b"}. */
  final String keys(String alias) {
    return table.key().stream()
        .map(column -> alias + "." + SqlName.quoted(column.name()))
        .collect(Collectors.joining(", "));
  }

  /** Such as {@code (cast(? as bigint), cast(? as uuid))}. */
  final String keyParameters() {
    return table.key().stream()
        .map(column -> column.type().cast("?"))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private String numbered(String format) {
    return IntStream.rangeClosed(1, keySize())
        .mapToObj(i -> format.replace("#", Integer.toString(i)))
        .collect(Collectors.joining(", "));
  }

  /** The plaintext column in SQL text; a null where there is none. */
  final String plain() {
    Table.PlainColumn plain = table.plain();
    return plain == null ? "cast(null as varchar)" : "u." + SqlName.quoted(plain.name());
  }

  /** Rows of a selection after a key, in order. */
  final List<ColumnRow> read(
      Connection connection, Selection which, @Nullable List<String> after, int limit)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(readSql(which, after != null))) {
      int index = 1;
      for (String parameter : which.parameters()) {
        statement.setString(index++, parameter);
      }
      for (String part : after == null ? List.<String>of() : after) {
        statement.setString(index++, part);
      }
      statement.setInt(index++, limit);
      statement.setLong(index, MOST_BYTES);
      try (ResultSet rows = statement.executeQuery()) {
        List<ColumnRow> found = new ArrayList<>();
        while (rows.next()) {
          found.add(row(rows));
        }
        return found;
      }
    }
  }

  /** How much came before is summed up by the database, so that little too much is never sent. */
  private String readSql(Selection which, boolean resumes) {
    String aliases =
        IntStream.rangeClosed(1, keySize())
            .mapToObj(i -> "u." + SqlName.quoted(table.key().get(i - 1).name()) + " as k" + i)
            .collect(Collectors.joining(", "));
    String own = "coalesce(octet_length(p), 0) + coalesce(octet_length(t), 0)";
    return "select "
        + numbered("cast(k# as varchar)")
        + ", cast(v as varchar), case when octet_length(p) <= "
        + FieldToken.MAX_PLAINTEXT_BYTES
        + " then p end, octet_length(p), case when octet_length(t) > "
        + MOST_TOKEN_CHARS
        + " then '' else t end from (select q.*, sum("
        + own
        + ") over (order by "
        + numbered("k#")
        + ") - ("
        + own
        + ") as before from (select "
        + aliases
        + ", "
        + version()
        + " as v, "
        + plain()
        + " as p, u."
        + table.tokenSql()
        + " as t from "
        + table.sql()
        + " u where ("
        + which.condition()
        + ")"
        + (resumes ? " and (" + keys("u") + ") > " + keyParameters() : "")
        + " order by "
        + keys("u")
        + " limit ?) q) r where before < ? order by "
        + numbered("r.k#"); // not the texts, which have another order
  }

  private ColumnRow row(ResultSet row) throws SQLException {
    List<String> key = new ArrayList<>(keySize());
    for (int i = 1; i <= keySize(); i++) {
      key.add(row.getString(i));
    }
    int next = keySize() + 1;
    String version = row.getString(next);
    Table.PlainColumn plain = table.plain();
    ValueType type = plain == null ? ValueType.TEXT : plain.type();
    byte @Nullable [] plaintext = type.read(row, next + 1);
    long bytes = row.getLong(next + 2);
    return new ColumnRow(
        List.copyOf(key), version, plaintext, row.wasNull() ? -1 : bytes, row.getString(next + 3));
  }

  final long count(Connection connection, Selection which) throws SQLException {
    String sql = "select count(*) from " + table.sql() + " u where " + which.condition();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < which.parameters().size(); i++) {
        statement.setString(i + 1, which.parameters().get(i));
      }
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }
}
