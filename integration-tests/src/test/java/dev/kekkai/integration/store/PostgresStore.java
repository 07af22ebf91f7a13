package dev.kekkai.integration.store;

import dev.kekkai.integration.keyserver.Postgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

/** One database of the real PostgreSQL for a class, empty for each of its tests. */
final class PostgresStore {
  private PostgresStore() {}

  private static final ClassValue<String> URLS =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> test) {
          try {
            return Postgres.shared().newDatabase() + "?user=" + Postgres.USER;
          } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
          }
        }
      };

  static String url(Class<?> test) throws Exception {
    String url = URLS.get(test);
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      boolean made;
      try (var rows = statement.executeQuery("select to_regclass('dek_store') is not null")) {
        rows.next();
        made = rows.getBoolean(1);
      }
      if (made) {
        statement.execute("truncate dek, dek_node, kek");
        statement.execute(
            "update dek_store set store_id = null, tag_key = null, tag_key_id = null,"
                + " head_counter = 0, head_root = null, head_tag = null");
      }
    }
    return url;
  }
}
