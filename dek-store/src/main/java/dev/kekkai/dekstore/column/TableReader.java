package dev.kekkai.dekstore.column;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks a table up, and refuses one whose rows can't be told apart or seen. */
final class TableReader {
  private static final String COLUMNS =
      "select column_name, data_type, is_nullable from information_schema.columns"
          + " where table_schema = ? and table_name = ?";
  private static final String UNIQUE =
      "select c.constraint_name, k.column_name from information_schema.table_constraints c"
          + " join information_schema.key_column_usage k"
          + " on k.constraint_schema = c.constraint_schema"
          + " and k.constraint_name = c.constraint_name and k.table_name = c.table_name"
          + " where c.table_schema = ? and c.table_name = ?"
          + " and c.constraint_type in ('PRIMARY KEY', 'UNIQUE')";
  private static final String ALIKE =
      "select table_schema, table_name from information_schema.tables"
          + " where lower(table_name) = lower(?) and table_type = 'BASE TABLE'"
          + " and lower(table_schema) not in ('information_schema', 'pg_catalog')"
          + " order by table_schema, table_name";
  private static final String IS_TABLE =
      "select table_schema, table_name from information_schema.tables"
          + " where table_schema = ? and table_name = ? and table_type = 'BASE TABLE'";
  private static final String HIDES_ROWS =
      "select 1 where row_security_active(cast(? as regclass))";

  private final Connection connection;

  private record Declared(String type, boolean notNull) {}

  private TableReader(Connection connection) {
    this.connection = connection;
  }

  /**
   * Looks up the table of a column.
   *
   * @param plain the plaintext column, or null when none is wanted; it may be gone already
   */
  static Table read(ColumnDatabase database, EncryptedColumn column, @Nullable String plain) {
    return database.with(
        "look up the table",
        connection -> {
          TableReader reader = new TableReader(connection);
          String schema = column.schema() != null ? column.schema() : connection.getSchema();
          Table table = reader.read(schema, column, plain);
          if (database.isPostgreSql() && !reader.rows(HIDES_ROWS, table.sql()).isEmpty()) {
            throw ColumnException.setup(
                "Row security hides rows of '"
                    + table.name()
                    + "' from this user: connect as the table's owner or with BYPASSRLS");
          }
          return table;
        });
  }

  private Table read(String schema, EncryptedColumn column, @Nullable String plain)
      throws SQLException {
    String name = column.table();
    if (rows(IS_TABLE, schema, name).isEmpty()) {
      throw ColumnException.setup(
          String.format(
              Locale.ROOT,
              "There is no table '%s' in the schema '%s'%s",
              name,
              schema,
              alike(name)));
    }
    Map<String, Declared> columns = columns(schema, name);
    List<Table.KeyColumn> key = new ArrayList<>();
    for (String keyColumn : column.keyColumns()) {
      Declared declared = column(columns, name, keyColumn);
      if (!declared.notNull()) {
        throw ColumnException.setup("The key column '" + keyColumn + "' may be null");
      }
      key.add(new Table.KeyColumn(keyColumn, KeyType.of(keyColumn, declared.type())));
    }
    requireUnique(schema, name, column.keyColumns());
    Declared token = columns.get(column.column());
    if (token != null && ValueType.of(column.column(), token.type()) != ValueType.TEXT) {
      throw ColumnException.setup("The column '" + column.column() + "' is not of type text");
    }
    Table.PlainColumn plainColumn = plain(columns, plain);
    if (token != null && token.notNull() && plainColumn != null) {
      throw ColumnException.setup(
          "The column '"
              + column.column()
              + "' may not be null, and a row that waits to be encrypted has no token:  alter table"
              + " "
              + name
              + " alter column "
              + column.column()
              + " drop not null");
    }
    return new Table(schema, name, List.copyOf(key), plainColumn, column.column(), token != null);
  }

  private static Table.@Nullable PlainColumn plain(
      Map<String, Declared> columns, @Nullable String name) {
    Declared declared = name == null ? null : columns.get(name);
    return name == null || declared == null
        ? null
        : new Table.PlainColumn(name, ValueType.of(name, declared.type()), declared.notNull());
  }

  private static Declared column(Map<String, Declared> columns, String table, String name) {
    Declared declared = columns.get(name);
    if (declared == null) {
      throw ColumnException.setup(
          String.format(
              Locale.ROOT,
              "The table '%s' has no column '%s'; it has %s. Names are taken as they are, case"
                  + " included",
              table,
              name,
              String.join(", ", columns.keySet())));
    }
    return declared;
  }

  private Map<String, Declared> columns(String schema, String table) throws SQLException {
    Map<String, Declared> columns = new LinkedHashMap<>();
    for (List<String> row : rows(COLUMNS, schema, table)) {
      columns.put(row.get(0), new Declared(row.get(1), row.get(2).equals("NO")));
    }
    return columns;
  }

  private void requireUnique(String schema, String table, List<String> key) throws SQLException {
    Map<String, Set<String>> constraints = new LinkedHashMap<>();
    for (List<String> row : rows(UNIQUE, schema, table)) {
      constraints.computeIfAbsent(row.get(0), n -> new HashSet<>()).add(row.get(1));
    }
    if (constraints.values().stream().noneMatch(key::containsAll)) {
      throw ColumnException.setup(
          String.format(
              Locale.ROOT,
              "Nothing says that %s is unique in '%s': name the columns of its primary key or of a"
                  + " unique constraint",
              String.join(", ", key),
              table));
    }
  }

  private String alike(String table) throws SQLException {
    List<String> found = new ArrayList<>();
    for (List<String> row : rows(ALIKE, table)) {
      found.add(row.get(0) + "." + row.get(1));
    }
    return found.isEmpty() ? "" : "; there is " + String.join(", ", found);
  }

  private List<List<String>> rows(String sql, String... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        int width = rows.getMetaData().getColumnCount();
        List<List<String>> found = new ArrayList<>();
        while (rows.next()) {
          List<String> row = new ArrayList<>();
          for (int i = 1; i <= width; i++) {
            row.add(rows.getString(i));
          }
          found.add(row);
        }
        return found;
      }
    }
  }
}
