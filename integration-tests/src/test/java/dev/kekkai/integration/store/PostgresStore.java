package dev.kekkai.integration.store;

import dev.kekkai.integration.keyserver.Postgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** One database of the real PostgreSQL for a class, empty for each of its tests. */
final class PostgresStore {
  private PostgresStore() {}

  private static final ClassValue<String> URLS =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> test) {
          try {
            return Postgres.shared().newDatabase() + "?user=" + Postgres.USER;
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        }
      };

  static String url(Class<?> test) throws Exception {
    String url = URLS.get(test);
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      String emptying = emptying(statement);
      if (emptying != null) {
        // In order of name: what refers to KEKs before the KEKs. Not truncate: that makes some
        // twenty files anew, each of which is synced.
        statement.execute(emptying);
        statement.execute("insert into dek_store (one) values (1)"); // as its migration does
      }
    }
    return url;
  }

  /** Empties all tables but the history of migrations; null before the first of them. */
  private static @Nullable String emptying(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            "select string_agg('delete from ' || quote_ident(tablename), ';' order by tablename) from pg_tables"
                + " where schemaname = 'public' and tablename <> 'kekkai_schema_history'")) {
      rows.next();
      return rows.getString(1);
    }
  }
}
