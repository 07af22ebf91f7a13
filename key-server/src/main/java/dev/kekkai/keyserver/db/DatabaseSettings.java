package dev.kekkai.keyserver.db;

import dev.kekkai.config.Environment;
import dev.kekkai.config.pin.PinSource;
import dev.kekkai.config.problem.ConfigException;
import dev.kekkai.config.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which database, and how long it may take.
 *
 * @param url JDBC URL of PostgreSQL or H2, without user and password
 * @param user whom to connect as
 * @param password where the password comes from, asked again for each new connection; null for none
 * @param environment production refuses H2
 * @param connections the most connections in the pool, at least 2; the audit log has one more
 * @param connectTimeout for a new connection, and for getting one from the pool
 * @param statementTimeout for one statement, after which the database gives it up
 * @param socketTimeout for the silence of a database that does not even give up; longer than {@code
 *     statementTimeout}, whole seconds
 */
public record DatabaseSettings(
    String url,
    String user,
    @Nullable PinSource password,
    Environment environment,
    int connections,
    Duration connectTimeout,
    Duration statementTimeout,
    Duration socketTimeout) {

  /** The most connections in the pool when nothing is said. */
  public static final int DEFAULT_CONNECTIONS = 10;

  /** How long a new connection may take when nothing is said. */
  public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(3);

  /** How long a statement may take when nothing is said. */
  public static final Duration DEFAULT_STATEMENT_TIMEOUT = Duration.ofSeconds(5);

  /** How long the database may be silent when nothing is said. */
  public static final Duration DEFAULT_SOCKET_TIMEOUT = Duration.ofSeconds(8);

  /**
   * Checks everything at once.
   *
   * @param url as the record says
   * @param user as the record says
   * @param password as the record says
   * @param environment as the record says
   * @param connections as the record says
   * @param connectTimeout as the record says
   * @param statementTimeout as the record says
   * @param socketTimeout as the record says
   * @throws ConfigException with every problem; it repeats no URL, which may hold a password
   */
  public DatabaseSettings {
    List<Problem> problems = new ArrayList<>(DatabaseUrl.problems(url, environment));
    if (password instanceof PinSource.Prompt) {
      problems.add(
          new Problem(
              "database.password",
              "prompt",
              "must be file:PATH or env:NAME: each new connection asks for it"));
    }
    if (connections < 2) {
      problems.add(
          new Problem("database.connections", Integer.toString(connections), "must be at least 2"));
    }
    positive(problems, "database.connect-timeout", connectTimeout);
    positive(problems, "database.statement-timeout", statementTimeout);
    if (socketTimeout.compareTo(statementTimeout) <= 0) {
      problems.add(
          new Problem(
              "database.socket-timeout",
              socketTimeout.toString(),
              "must be longer than database.statement-timeout, " + statementTimeout));
    }
    if (!problems.isEmpty()) {
      throw new ConfigException("Database", problems);
    }
  }

  private static void positive(List<Problem> problems, String key, Duration value) {
    if (value.toMillis() <= 0) {
      problems.add(new Problem(key, value.toString(), "must be at least a millisecond"));
    }
  }

  /**
   * Settings with the defaults.
   *
   * @param url JDBC URL of PostgreSQL or H2, without user and password
   * @param user whom to connect as
   * @param password where the password comes from; null for none
   * @param environment production refuses H2
   * @return the settings
   * @throws ConfigException with every problem
   */
  public static DatabaseSettings of(
      String url, String user, @Nullable PinSource password, Environment environment) {
    return new DatabaseSettings(
        url,
        user,
        password,
        environment,
        DEFAULT_CONNECTIONS,
        DEFAULT_CONNECT_TIMEOUT,
        DEFAULT_STATEMENT_TIMEOUT,
        DEFAULT_SOCKET_TIMEOUT);
  }

  /** Which database it is; the constructor has checked that it is one of those. */
  Dialect dialect() {
    Dialect dialect = Dialect.of(url);
    if (dialect == null) {
      throw new IllegalStateException("checked by the constructor");
    }
    return dialect;
  }

  /** Without the URL's parameters and without the password. */
  @Override
  public String toString() {
    return "DatabaseSettings[" + Dialect.of(url) + ", user " + user + "]";
  }
}
