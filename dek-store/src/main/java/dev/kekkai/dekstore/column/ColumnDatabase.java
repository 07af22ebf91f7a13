package dev.kekkai.dekstore.column;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The database that an application's table is in: PostgreSQL, or H2 for development and tests. It
 * may be another one than that of the DEK store. Thread-safe.
 */
public final class ColumnDatabase implements AutoCloseable {
  private final DataSource connections;
  private final @Nullable HikariDataSource pool;
  private final boolean isPostgreSql;

  private ColumnDatabase(DataSource connections, @Nullable HikariDataSource pool) {
    this.connections = connections;
    this.pool = pool;
    try (Connection connection = connections.getConnection()) {
      String product = connection.getMetaData().getDatabaseProductName();
      this.isPostgreSql = product.equals("PostgreSQL");
      if (!isPostgreSql && !product.equals("H2")) {
        throw ColumnException.setup(
            "Columns are encrypted in PostgreSQL, or in H2 for development; this is " + product);
      }
    } catch (SQLException e) {
      throw ColumnException.failed("be opened", e);
    } catch (HikariPool.PoolInitializationException e) {
      throw ColumnException.failed("be opened", new SQLException(e.getMessage()));
    }
  }

  /**
   * Opens one by its URL, with the driver's own way of finding user and password.
   *
   * @param url JDBC URL
   * @param most the most connections at once, 2 and up
   * @return the database, to be closed by the caller
   * @throws ColumnException when it can't be opened, or is neither of the two
   */
  public static ColumnDatabase open(String url, int most) {
    try {
      DriverManager.getDriver(url); // Hikari's own words would show the URL
    } catch (SQLException e) {
      throw ColumnException.setup("There is no JDBC driver for the URL of the database");
    }
    HikariDataSource pool = new HikariDataSource();
    boolean done = false;
    try {
      pool.setJdbcUrl(url);
      pool.setMaximumPoolSize(most);
      pool.setMinimumIdle(1);
      pool.setPoolName("kekkai-column");
      if (url.startsWith("jdbc:postgresql:")) { // counting the rows of a large table takes its time
        pool.addDataSourceProperty("tcpKeepAlive", "true");
      }
      ColumnDatabase database = new ColumnDatabase(pool, pool);
      done = true;
      return database;
    } finally {
      if (!done) {
        pool.close();
      }
    }
  }

  /**
   * Over connections of the caller's own.
   *
   * @param connections gives connections in auto-commit mode; not closed by this class
   * @return the database
   * @throws ColumnException when it can't be used, or is neither PostgreSQL nor H2
   */
  public static ColumnDatabase of(DataSource connections) {
    return new ColumnDatabase(connections, null);
  }

  boolean isPostgreSql() {
    return isPostgreSql;
  }

  /** What needs a connection, outside a transaction. */
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  <T> T with(String what, Work<T> work) {
    try (Connection connection = connections.getConnection()) {
      return work.on(connection);
    } catch (SQLException e) {
      throw ColumnException.failed(what, e);
    }
  }

  /** Runs work and commits; rolls back when it throws. */
  <T> T transaction(String what, Work<T> work) {
    try (Connection connection = connections.getConnection()) {
      return transaction(connection, work);
    } catch (SQLException e) {
      throw ColumnException.failed(what, e);
    }
  }

  static <T> T transaction(Connection connection, Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    T result;
    try {
      result = work.on(connection);
      connection.commit();
    } catch (SQLException | RuntimeException | Error e) {
      try {
        connection.rollback();
        connection.setAutoCommit(true);
      } catch (SQLException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
    connection.setAutoCommit(true);
    return result;
  }

  @Override
  public void close() {
    if (pool != null) {
      pool.close();
    }
  }
}
