package dev.kekkai.keyserver.db;

import dev.kekkai.config.pin.Pin;
import dev.kekkai.config.pin.PinSource;
import dev.kekkai.config.pin.PinUnavailableException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/**
 * Makes connections: each one is looked at for durability and knows how long it may wait. The
 * password is asked for each time, so that a new one needs no restart. Thread-safe.
 */
final class PhysicalConnections {
  private final DatabaseSettings settings;

  PhysicalConnections(DatabaseSettings settings) {
    this.settings = settings;
  }

  /** For short work, under the timeouts of the settings. */
  Connection open() throws SQLException {
    return open(settings.statementTimeout(), settings.socketTimeout());
  }

  /**
   * For who has to know what became of a commit: no statement is ended. PostgreSQL acknowledges a
   * commit whose wait for a synchronous standby is ended. Locks and silence are bounded.
   */
  Connection openPatient() throws SQLException {
    return open(Duration.ZERO, settings.socketTimeout());
  }

  /** For migrations and for reading the whole log, which take the time they take. */
  Connection openWithoutTimeouts() throws SQLException {
    return open(Duration.ZERO, Duration.ZERO);
  }

  private Connection open(Duration statementTimeout, Duration socketTimeout) throws SQLException {
    Connection connection = DriverManager.getConnection(settings.url(), properties(socketTimeout));
    boolean done = false;
    try {
      Durability.require(connection, settings.dialect());
      limit(connection, statementTimeout);
      done = true;
      return connection;
    } finally {
      if (!done) {
        connection.close();
      }
    }
  }

  private Properties properties(Duration socketTimeout) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", settings.user());
    PinSource password = settings.password();
    if (password != null) {
      properties.setProperty("password", password(password));
    }
    if (settings.dialect() == Dialect.POSTGRESQL) {
      String connectSeconds = seconds(settings.connectTimeout());
      properties.setProperty("ApplicationName", "kekkai-key-server");
      properties.setProperty("connectTimeout", connectSeconds);
      properties.setProperty("loginTimeout", connectSeconds);
      properties.setProperty("socketTimeout", seconds(socketTimeout));
      properties.setProperty("tcpKeepAlive", "true");
      properties.setProperty("reWriteBatchedInserts", "true");
      // else an exception repeats what was written: who asked for what, in a log of another kind
      properties.setProperty("logServerErrorDetail", "false");
    }
    return properties;
  }

  /** JDBC takes passwords as strings, which can't be wiped. */
  private static String password(PinSource source) throws SQLException {
    try (Pin password = source.open()) {
      return new String(password.chars());
    } catch (PinUnavailableException e) {
      throw new SQLException("No password for the database: " + e.getMessage(), "28000", e);
    }
  }

  private void limit(Connection connection, Duration statementTimeout) throws SQLException {
    String millis = Long.toString(statementTimeout.toMillis());
    if (settings.dialect() == Dialect.H2) {
      set(connection, "set query_timeout ?", millis);
      set(connection, "set lock_timeout ?", Long.toString(settings.statementTimeout().toMillis()));
    } else {
      set(connection, "select set_config('statement_timeout', ?, false)", millis);
      set(
          connection,
          "select set_config('lock_timeout', ?, false)",
          Long.toString(settings.statementTimeout().toMillis()));
      // who died in a transaction on another host must not keep its locks till TCP gives up
      set(
          connection,
          "select set_config('idle_in_transaction_session_timeout', ?, false)",
          Long.toString(settings.socketTimeout().toMillis()));
    }
  }

  private static void set(Connection connection, String sql, String value) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, value);
      statement.execute();
    }
  }

  /** Whole seconds, rounded up: PostgreSQL's driver knows no others, and 0 is for ever. */
  private static String seconds(Duration duration) {
    return Long.toString((duration.toMillis() + 999) / 1000);
  }
}
