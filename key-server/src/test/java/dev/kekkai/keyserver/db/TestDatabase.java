package dev.kekkai.keyserver.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;

/**
 * A database for tests of what is in it, not of whether it lasts: it does not wait for the disk.
 * Opened once for a class, emptied before each test.
 */
public record TestDatabase(HikariDataSource connections, Dialect dialect) implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  /** On the PostgreSQL of this JVM. */
  public static TestDatabase postgresql() {
    HikariConfig config = new HikariConfig();
    try {
      config.setJdbcUrl(Postgres.url(Postgres.createWithTables()));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    config.setUsername("postgres");
    config.setConnectionInitSql("set synchronous_commit = off");
    return new TestDatabase(new HikariDataSource(config), Dialect.POSTGRESQL);
  }

  /** H2, in memory. */
  public static TestDatabase h2() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:mem:test" + NUMBER.incrementAndGet() + ";DB_CLOSE_DELAY=-1");
    HikariDataSource connections = new HikariDataSource(config);
    Flyway.configure()
        .loggers("slf4j")
        .dataSource(connections)
        .locations(Dialect.H2.migrations())
        .load()
        .migrate();
    return new TestDatabase(connections, Dialect.H2);
  }

  /** Empties all tables but Flyway's. */
  public void clean() {
    try (Connection connection = connections.getConnection();
        Statement statement = connection.createStatement()) {
      for (String table : tables(statement)) {
        statement.addBatch("delete from \"" + table + "\"");
      }
      statement.executeBatch();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> tables(Statement statement) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery(
            "select table_name from information_schema.tables"
                + " where lower(table_schema) = 'public' and table_type like '%TABLE'")) {
      while (rows.next()) {
        if (!rows.getString(1).endsWith("schema_history")) {
          tables.add(rows.getString(1));
        }
      }
    }
    return tables;
  }

  @Override
  public void close() {
    connections.close();
  }
}
