package dev.kekkai.keyserver.db;

import dev.kekkai.config.Environment;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** One PostgreSQL for all tests of this JVM, set up to lose nothing; a database for each test. */
public final class Postgres {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final EmbeddedPostgres SERVER = start();

  private static final List<String> REUSED = new ArrayList<>();
  private static String template;

  private Postgres() {}

  private static EmbeddedPostgres start() {
    try {
      EmbeddedPostgres server = another();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
      return server;
    } catch (IOException e) {
      throw new IllegalStateException("No PostgreSQL for the tests", e);
    }
  }

  /** One more, for a test that does to it what others would not survive. */
  public static EmbeddedPostgres another() throws IOException {
    // the embedded one is set to be fast and lose everything
    return EmbeddedPostgres.builder()
        .setServerConfig("fsync", "on")
        .setServerConfig("full_page_writes", "on")
        .setServerConfig("synchronous_commit", "on")
        .start();
  }

  private static void stop(EmbeddedPostgres server) {
    try {
      server.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public static int port() {
    return SERVER.getPort();
  }

  /** The name of a new, empty database. */
  public static String create() throws SQLException {
    String name = String.format(Locale.ROOT, "test_%d", NUMBER.incrementAndGet());
    admin("create database " + name);
    return name;
  }

  /** A statement of the superuser. */
  public static void admin(String sql) throws SQLException {
    try (Connection connection = superuser("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** A connection of the superuser, without any of our checks. */
  public static Connection superuser(String database) throws SQLException {
    return DriverManager.getConnection(url(database), "postgres", "");
  }

  public static String url(String database) {
    return url(database, port());
  }

  public static String url(String database, int port) {
    return String.format(Locale.ROOT, "jdbc:postgresql://127.0.0.1:%d/%s", port, database);
  }

  public static DatabaseSettings settings(String database) {
    return settings(database, port());
  }

  public static DatabaseSettings settings(String database, int port) {
    return DatabaseSettings.of(url(database, port), "postgres", null, Environment.DEVELOPMENT);
  }

  /** The name of a new database that has the key server's tables. */
  public static synchronized String createWithTables() throws SQLException {
    if (template == null) {
      template = create();
      Database.open(settings(template)).close();
    }
    String name = String.format(Locale.ROOT, "test_%d", NUMBER.incrementAndGet());
    admin("create database " + name + " template " + template);
    return name;
  }

  /**
   * The name of a database with empty tables that nobody is connected to: of an earlier test, where
   * there is one. Hundreds of files to be synced for each test would be too many.
   */
  public static synchronized String empty() throws SQLException {
    for (String name : REUSED) {
      if (empty(name)) {
        return name;
      }
    }
    String name = createWithTables();
    REUSED.add(name);
    return name;
  }

  private static boolean empty(String name) throws SQLException {
    try (Connection connection = superuser(name);
        Statement statement = connection.createStatement()) {
      try (ResultSet others =
          statement.executeQuery(
              "select count(*) from pg_stat_activity where datname = current_database()"
                  + " and pid <> pg_backend_pid() and backend_type = 'client backend'")) {
        others.next();
        if (others.getInt(1) > 0) {
          return false;
        }
      }
      statement.execute(
          "do $$ declare t text; begin"
              + " for t in select tablename from pg_tables where schemaname = 'public'"
              + " and tablename not like '%schema_history'"
              + " loop execute 'delete from ' || quote_ident(t); end loop; end $$");
      return true;
    }
  }

  /** An empty database with the key server's tables, see {@link #empty()}. */
  public static Database open() throws SQLException {
    return Database.open(settings(empty()));
  }
}
