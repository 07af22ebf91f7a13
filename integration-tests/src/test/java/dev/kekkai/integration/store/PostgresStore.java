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
      String tables = tables(statement);
      if (tables != null) {
        statement.execute("truncate " + tables);
        statement.execute("insert into dek_store (one) values (1)"); // as its migration does
      }
    }
    return url;
  }

  /** All but the history of migrations; null before the first of them. */
  private static @Nullable String tables(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            "select string_agg(quote_ident(tablename), ', ') from pg_tables"
                + " where schemaname = 'public' and tablename <> 'kekkai_schema_history'")) {
      rows.next();
      return rows.getString(1);
    }
  }
}
