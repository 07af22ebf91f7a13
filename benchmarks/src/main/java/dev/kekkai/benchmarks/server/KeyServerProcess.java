package dev.kekkai.benchmarks.server;

import dev.kekkai.benchmarks.run.Launch;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code kekkai serve} in a process of its own. */
final class KeyServerProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int WAIT_MILLIS = 2000;
  private static final int LAST_LINES = 10;

  private final Process process;
  private final int management;

  private KeyServerProcess(Process process, int management) {
    this.process = process;
    this.management = management;
  }

  /** Starts it, and returns when it serves. */
  static KeyServerProcess start(Path configuration, int management)
      throws IOException, InterruptedException {
    Path log = configuration.resolveSibling("key-server.log");
    List<String> command = Launch.javaCommand();
    command.addAll(List.of("dev.kekkai.cli.Main", "serve", "--config", configuration.toString()));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    KeyServerProcess server = new KeyServerProcess(process, management);
    boolean ready = false;
    try {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (!server.isReady()) {
        if (!process.isAlive() || System.nanoTime() - end > 0) {
          List<String> lines = Files.readAllLines(log);
          throw new IOException(
              "The key server did not start; the end of "
                  + log
                  + ": "
                  + String.join(
                      "\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())));
        }
        Thread.sleep(50);
      }
      ready = true;
      return server;
    } finally {
      if (!ready) {
        server.close();
      }
    }
  }

  long pid() {
    return process.pid();
  }

  private boolean isReady() {
    try {
      get("/readyz");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** A number of its metrics; 0 when there is none of that name. */
  double metric(String name) throws IOException {
    return get("/metrics")
        .lines()
        .filter(line -> line.startsWith(name + ' ') || line.startsWith(name + '{'))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private String get(String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://127.0.0.1:" + management + path).toURL().openConnection();
    connection.setConnectTimeout(WAIT_MILLIS);
    connection.setReadTimeout(WAIT_MILLIS);
    try {
      return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      connection.disconnect();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
