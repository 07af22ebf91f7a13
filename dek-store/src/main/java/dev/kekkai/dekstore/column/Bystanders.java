package dev.kekkai.dekstore.column;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What else on PostgreSQL sees or keeps the values of a column. */
final class Bystanders {
  /** Those of an expression or a predicate over the column too. */
  private static final String INDEXES =
      "select 'index ' || c.relname from pg_index i join pg_class c on c.oid = i.indexrelid"
          + " join pg_attribute a on a.attrelid = i.indrelid"
          + " where i.indrelid = cast(? as regclass) and a.attname = ?"
          + " and (a.attnum = any (i.indkey) or exists (select 1 from pg_depend d"
          + " where d.classid = cast('pg_class' as regclass) and d.objid = i.indexrelid"
          + " and d.refclassid = cast('pg_class' as regclass) and d.refobjid = i.indrelid"
          + " and d.refobjsubid = a.attnum)) order by c.relname";

  /** Materialized ones keep the values. */
  private static final String VIEWS =
      "select distinct case v.relkind when 'm' then 'materialized view ' else 'view ' end"
          + " || v.relname from pg_depend d join pg_rewrite r on r.oid = d.objid"
          + " join pg_class v on v.oid = r.ev_class"
          + " join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid"
          + " where d.classid = cast('pg_rewrite' as regclass)"
          + " and d.refclassid = cast('pg_class' as regclass)"
          + " and d.refobjid = cast(? as regclass) and a.attname = ? order by 1";

  private static final String TRIGGERS =
      "select 'trigger ' || tgname from pg_trigger where tgrelid = cast(? as regclass)"
          + " and not tgisinternal and tgname not like 'zz\\_kekkai\\_%' order by tgname";
  private static final String PUBLICATIONS =
      "select distinct 'publication ' || pubname from pg_publication_tables"
          + " where schemaname = ? and tablename = ? order by 1";

  private Bystanders() {}

  static List<String> of(Connection connection, Table table) throws SQLException {
    List<String> found = new ArrayList<>();
    String plain = table.requirePlain().name();
    found.addAll(names(connection, INDEXES, table.sql(), plain));
    found.addAll(names(connection, VIEWS, table.sql(), plain));
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
