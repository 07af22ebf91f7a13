package dev.kekkai.dekstore.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.kekkai.config.Environment;
import dev.kekkai.dekstore.DekStore;
import dev.kekkai.dekstore.KekCatalog;
import dev.kekkai.dekstore.StoreException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database of a DEK store: its tables are brought up to date when it is opened. Thread-safe.
 *
 * <p>Kekkai's tables may share a database with the application's: their history is kept in a table
 * of their own, {@code kekkai_schema_history}.
 */
public final class StoreDatabase implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StoreDatabase.class);
  private static final String MIGRATIONS = "classpath:META-INF/kekkai/migration";
  private static final String HISTORY = "kekkai_schema_history";

  private static final int CONNECTIONS = 8;

  private static final String CONNECT_SECONDS = "10";

  /** More than any statement takes, a migration of a large store included. */
  private static final String ANSWER_SECONDS = "300";

  private final DataSource connections;

  /** The pool, where it is this class's own. */
  private final @Nullable HikariDataSource pool;

  /** Keeps an embedded database open between calls. */
  private final Connection open;

  private StoreDatabase(DataSource connections, Connection open, @Nullable HikariDataSource pool) {
    this.connections = connections;
    this.pool = pool;
    this.open = open;
  }

  /**
   * Opens a store by its URL, with the driver's own way of finding user and password, and a pool of
   * 8 connections.
   *
   * @param url JDBC URL; one of H2 must have {@code WRITE_DELAY=0}
   * @param environment production refuses H2
   * @return the store, to be closed by the caller
   * @throws dev.kekkai.config.problem.ConfigException when the URL is refused
   * @throws StoreException when the database can't be used
   */
  public static StoreDatabase open(String url, Environment environment) {
    StoreUrl.check(url, environment);
    HikariDataSource pool = pool(url);
    boolean done = false;
    try {
      StoreDatabase database = open(pool, pool);
      done = true;
      return database;
    } finally {
      if (!done) {
        pool.close();
      }
    }
  }

  private static HikariDataSource pool(String url) {
    try {
      DriverManager.getDriver(url); // Hikari's own words would show the URL
    } catch (SQLException e) {
      throw unusable(e);
    }
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(url);
    pool.setMaximumPoolSize(CONNECTIONS);
    pool.setMinimumIdle(1);
    pool.setPoolName("kekkai-store");
    if (url.startsWith("jdbc:postgresql:")) { // the URL itself may say otherwise
      pool.addDataSourceProperty("connectTimeout", CONNECT_SECONDS);
      pool.addDataSourceProperty("socketTimeout", ANSWER_SECONDS);
      pool.addDataSourceProperty("tcpKeepAlive", "true");
    }
    return pool;
  }

  /**
   * Opens a store over the application's own connections. A database that may lose what it
   * acknowledged is refused.
   *
   * @param connections gives connections, pooled or not, three at once and more; one is kept until
   *     the store is closed. Not closed by this class
   * @return the store, to be closed by the caller
   * @throws StoreException when the database can't be used
   */
  public static StoreDatabase open(DataSource connections) {
    return open(connections, null);
  }

  private static StoreDatabase open(DataSource connections, @Nullable HikariDataSource pool) {
    try {
      Connection open = connections.getConnection();
      boolean done = false;
      try {
        Durability.require(open);
        migrate(connections);
        Durability.requireLogged(open);
        if (!open.getAutoCommit()) {
          open.rollback(); // an idle transaction would be in everybody's way
        }
        done = true;
        return new StoreDatabase(connections, open, pool);
      } finally {
        if (!done) {
          open.close();
        }
      }
    } catch (SQLException | FlywayException e) {
      throw unusable(e);
    }
  }

  private static FluentConfiguration flyway() {
    return Flyway.configure().loggers("slf4j");
  }

  private static void migrate(DataSource connections) {
    flyway()
        .dataSource(connections)
        .locations(MIGRATIONS)
        .table(HISTORY)
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load()
        .migrate();
  }

  /**
   * The DEKs.
   *
   * @return the table {@code dek}
   */
  public DekStore deks() {
    return new JdbcDekStore(connections);
  }

  /**
   * The KEK versions.
   *
   * @return the table {@code kek}
   */
  public KekCatalog keks() {
    return new JdbcKekCatalog(connections);
  }

  /**
   * The connections, for tables of the application in the same database.
   *
   * @return the source given, or made from the URL
   */
  public DataSource connections() {
    return connections;
  }

  @Override
  public void close() {
    try {
      open.close();
    } catch (SQLException e) {
      LOG.warn("The DEK store did not close cleanly: {}", e.getMessage());
    }
    if (pool != null) {
      pool.close();
    }
  }

  private static StoreException unusable(Exception e) {
    return new StoreException("The DEK store can't be opened: " + e.getMessage(), e);
  }
}
