package dev.kekkai.benchmarks.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/** A PostgreSQL for one run, as durable as key server and DEK store demand. Thread-safe. */
public final class BenchDatabase implements AutoCloseable {
  /** Who may connect, from this machine without a password. */
  public static final String USER = "postgres";

  private final EmbeddedPostgres server;
  private final long pid;

  private BenchDatabase(EmbeddedPostgres server, long pid) {
    this.server = server;
    this.pid = pid;
  }

  /**
   * Starts one.
   *
   * @param folder where its data go
   * @return the server, to be closed by the caller
   * @throws IOException when it does not start
   */
  public static BenchDatabase start(Path folder) throws IOException {
    Path data = folder.resolve("postgresql");
    // as it comes, it forgets what it acknowledged when the machine fails
    EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .start();
    // the first line of the file is the process that all others are children of
    String first = Files.readAllLines(data.resolve("postmaster.pid")).get(0);
    return new BenchDatabase(server, Long.parseLong(first.trim()));
  }

  /**
   * Its first process, which all others are children of.
   *
   * @return the process id
   */
  public long pid() {
    return pid;
  }

  /**
   * A new database.
   *
   * @param name its name
   * @return its JDBC URL, without a user
   * @throws SQLException when it can't be made
   */
  public String create(String name) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    }
    return String.format(Locale.ROOT, "jdbc:postgresql://127.0.0.1:%d/%s", server.getPort(), name);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
