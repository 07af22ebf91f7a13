package dev.kekkai.dekstore.column;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What else on PostgreSQL sees or keeps the values of a column. */
final class Bystanders {
  private static final String INDEXES =
      "select 'index ' || c.relname from pg_index i join pg_class c on c.oid = i.indexrelid"
          + " join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)"
          + " where i.indrelid = cast(? as regclass) and a.attname = ? order by c.relname";
  private static final String TRIGGERS =
      "select 'trigger ' || tgname from pg_trigger where tgrelid = cast(? as regclass)"
          + " and not tgisinternal and tgname not like 'zz\\_kekkai\\_%' order by tgname";
  private static final String PUBLICATIONS =
      "select distinct 'publication ' || pubname from pg_publication_tables"
          + " where schemaname = ? and tablename = ? order by 1";

  private Bystanders() {}

  static List<String> of(Connection connection, Table table) throws SQLException {
    List<String> found = new ArrayList<>();
    found.addAll(names(connection, INDEXES, table.sql(), table.requirePlain().name()));
    found.addAll(names(connection, TRIGGERS, table.sql()));
    found.addAll(names(connection, PUBLICATIONS, table.schema(), table.name()));
    return found;
  }

  private static List<String> names(Connection connection, String sql, String... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        List<String> names = new ArrayList<>();
        while (rows.next()) {
          names.add(rows.getString(1));
        }
        return names;
      }
    }
  }
}
