package dev.kekkai.integration.keyserver;

import dev.kekkai.testkit.TestFolders;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * One real PostgreSQL for all tests of this JVM, set up to lose nothing. It can be killed with all
 * of its processes, and started again on what it left on the disk; its clients see one port.
 */
public final class Postgres {
  /** Who connects; without a password. */
  public static final String USER = "postgres";

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int TRIES = 5;
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final Path data;
  private final Relay relay;

  private Postgres() throws IOException {
    data = TestFolders.empty("postgres");
    // The embedded one is set to be fast and to lose everything.
    EmbeddedPostgres started =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setServerConfig("fsync", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("synchronous_commit", "on")
            .setPGStartupWait(PATIENCE)
            .start();
    relay = new Relay();
    relay.to(started.getPort());
  }

  /** The one of this JVM. */
  public static Postgres shared() {
    return Shared.POSTGRES;
  }

  /** The JDBC URL of a new database. */
  public String newDatabase() throws SQLException {
    String name = "kekkai" + DATABASES.incrementAndGet();
    execute("create database " + name);
    return url(name);
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + relay.port() + "/" + database;
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url(USER), USER, "");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Kills all of its processes with SIGKILL. */
  public Killed kill() throws Exception {
    ProcessHandle postmaster = postmaster();
    List<String> command = commandLine(postmaster.pid());
    relay.toNowhere();
    List<ProcessHandle> all = Stream.concat(Stream.of(postmaster), postmaster.children()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle process : all) {
      process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    return new Killed(command, all.size());
  }

  /**
   * What was killed.
   *
   * @param command the command line of its first process
   * @param processes how many there were
   */
  public record Killed(List<String> command, int processes) {}

  /** Starts again what was killed; returns when it takes connections. */
  public void start(Killed killed) throws Exception {
    for (int i = 0; i < TRIES; i++) {
      int port = freePort();
      Process process = launch(killed.command(), port);
      relay.to(port);
      if (isUp(process)) {
        return;
      }
    }
    throw new IllegalStateException(
        "PostgreSQL does not start again:\n" + Files.readString(log().toPath()));
  }

  private Process launch(List<String> command, int port) throws IOException {
    List<String> again = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      again.addAll(List.of("unshare", "-U")); // as the embedded one: PostgreSQL refuses root
    }
    again.addAll(command);
    again.set(again.indexOf("-p") + 1, Integer.toString(port));
    return new ProcessBuilder(again)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log()))
        .start();
  }

  private boolean isUp(Process process) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (process.isAlive() && System.nanoTime() - end < 0) {
      try {
        execute("select 1");
        return true;
      } catch (SQLException e) {
        Thread.sleep(20);
      }
    }
    return false;
  }

  private File log() {
    return TestFolders.base().resolve("postgres-again.log").toFile();
  }

  private ProcessHandle postmaster() throws IOException {
    String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip();
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  private static List<String> commandLine(long pid) throws IOException {
    String line =
        Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.UTF_8);
    return List.of(line.split("\0"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static final class Shared {
    static final Postgres POSTGRES = start();

    private static Postgres start() {
      try {
        return new Postgres();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
