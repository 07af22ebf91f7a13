package dev.kekkai.examples;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.kekkai.examples.jdbc.JdbcExample;
import dev.kekkai.examples.jpa.JpaExample;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** What {@code examples/run} starts: an example on a PostgreSQL of its own, or on a given one. */
public final class RunExample {
  private RunExample() {}

  /**
   * Runs an example.
   *
   * @param arguments jdbc or jpa, the path of kekkai.properties, and the JDBC URL of a PostgreSQL
   *     where one is to be used
   * @throws Exception when the example doesn't go as it should
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 3) {
      run(arguments[0], arguments[1], arguments[2]);
      return;
    }
    // as it comes, it forgets what it acknowledged when the machine fails, and a store refuses that
    try (EmbeddedPostgres postgres =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .start()) {
      run(arguments[0], arguments[1], postgres.getJdbcUrl("postgres", "postgres"));
    }
  }

  private static void run(String example, String properties, String url) throws Exception {
    HikariConfig pool = new HikariConfig();
    pool.setJdbcUrl(url);
    try (HikariDataSource database = new HikariDataSource(pool)) {
      if (example.equals("jpa")) {
        JpaExample.run(properties, database, System.out);
      } else {
        JdbcExample.run(properties, database, System.out);
      }
    }
  }
}
