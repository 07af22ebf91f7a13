package dev.kekkai.keyserver.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.ValidateResult;

/**
 * The database that all key servers share: its tables are brought up to date when it is opened, and
 * every connection is refused that may lose what it acknowledged. Thread-safe.
 *
 * <p>The tables may share a database with the application's: their history is kept in a table of
 * their own, {@code kekkai_server_schema_history}.
 */
public final class Database implements AutoCloseable {
  private static final String HISTORY = "kekkai_server_schema_history";

  /** How often a connection of a pool is made anew, and looked at again. */
  public static final Duration LIFETIME = Duration.ofMinutes(10);

  /** How long a pool keeps a connection that nobody uses. */
  public static final Duration IDLE = Duration.ofMinutes(5);

  private final Dialect dialect;
  private final PhysicalConnections physical;
  private final HikariDataSource pool;

  private Database(Dialect dialect, PhysicalConnections physical, HikariDataSource pool) {
    this.dialect = dialect;
    this.physical = physical;
    this.pool = pool;
  }

  /**
   * Connects, and makes or updates the tables.
   *
   * @param settings which database
   * @return the database, to be closed by the caller
   * @throws DatabaseException when it does not answer, when its tables can't be made, or when it
   *     may lose what it acknowledged; then the message names the setting and the value wanted
   */
  public static Database open(DatabaseSettings settings) {
    return open(settings, Flyway::migrate);
  }

  /**
   * Connects, and leaves the tables as they are: for who only reads, with a release that may be
   * another than the servers'.
   *
   * @param settings which database
   * @return the database, to be closed by the caller
   * @throws DatabaseException as {@link #open}, and when it has not the tables of this release
   */
  public static Database openExisting(DatabaseSettings settings) {
    return open(settings, Database::requireOwn);
  }

  private static void requireOwn(Flyway flyway) {
    ValidateResult result = flyway.validateWithResult();
    if (!result.validationSuccessful) {
      throw new DatabaseException(
          "This database has not the tables of this release's key server. It is another one, or no"
              + " key server of this release has used it yet: start that first");
    }
  }

  private static Database open(DatabaseSettings settings, Consumer<Flyway> tables) {
    PhysicalConnections physical = new PhysicalConnections(settings);
    // kept open meanwhile: an embedded database closes with its last connection
    try (Connection connection = physical.openWithoutTimeouts()) {
      tables.accept(flyway(settings.dialect(), physical));
      Durability.requireLogged(connection, settings.dialect());
      return new Database(settings.dialect(), physical, pool(settings, physical));
    } catch (SQLException | FlywayException e) {
      throw new DatabaseException("The key server's database can't be used: " + e.getMessage(), e);
    }
  }

  private static Flyway flyway(Dialect dialect, PhysicalConnections physical) {
    return Flyway.configure()
        .loggers("slf4j")
        .dataSource(
            new PlainDataSource() {
              @Override
              public Connection getConnection() throws SQLException {
                return physical.openWithoutTimeouts();
              }
            })
        .locations(dialect.migrations())
        .table(HISTORY)
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load();
  }

  private static HikariDataSource pool(DatabaseSettings settings, PhysicalConnections physical) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("kekkai");
    config.setDataSource(
        new PlainDataSource() {
          @Override
          public Connection getConnection() throws SQLException {
            return physical.open();
          }
        });
    config.setMaximumPoolSize(settings.connections());
    config.setConnectionTimeout(settings.connectTimeout().toMillis());
    config.setValidationTimeout(settings.connectTimeout().toMillis());
    config.setMaxLifetime(LIFETIME.toMillis());
    config.setMinimumIdle(1); // a command needs no more, and a busy server keeps what it uses
    config.setIdleTimeout(IDLE.toMillis());
    return new HikariDataSource(config);
  }

  /**
   * The pool.
   *
   * @return gives connections that commit each statement by itself until told otherwise
   */
  public DataSource connections() {
    return pool;
  }

  /**
   * A connection beside the pool, for who has to know what became of a commit.
   *
   * @return looked at as those of the pool are; it ends no statement, because PostgreSQL
   *     acknowledges a commit whose wait for a synchronous standby is ended, but no lock is waited
   *     for longer than a statement may take; the caller closes it
   * @throws SQLException when the database does not answer or may lose what it acknowledged
   */
  public Connection dedicated() throws SQLException {
    return physical.openPatient();
  }

  /**
   * The same for who keeps a pool of its own.
   *
   * @return gives what {@link #dedicated()} gives
   */
  public DataSource dedicatedConnections() {
    return new PlainDataSource() {
      @Override
      public Connection getConnection() throws SQLException {
        return dedicated();
      }
    };
  }

  /**
   * A connection for reading much, which no timeout ends.
   *
   * @return to be closed by the caller
   * @throws SQLException when the database does not answer or may lose what it acknowledged
   */
  public Connection reading() throws SQLException {
    return physical.openWithoutTimeouts();
  }

  /**
   * Which database it is.
   *
   * @return for statements that differ
   */
  public Dialect dialect() {
    return dialect;
  }

  /** Closes the pool. Connections that were lent beside it are their borrowers'. */
  @Override
  public void close() {
    pool.close();
  }
}
