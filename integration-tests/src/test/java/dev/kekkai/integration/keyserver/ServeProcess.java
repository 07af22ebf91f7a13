package dev.kekkai.integration.keyserver;

import dev.kekkai.cli.Main;
import dev.kekkai.integration.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code kekkai serve} in a JVM of its own. */
final class ServeProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern SERVES = Pattern.compile("Key server \\S+ serves .* on port (\\d+)");

  private final Process process;
  private final Path log;

  private ServeProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts one; it is not ready yet. */
  static ServeProcess start(Path config, String... jvmOptions) throws IOException {
    List<String> options = new ArrayList<>(List.of("-Xms64m", "-Xmx64m"));
    options.addAll(List.of(jvmOptions));
    // The command's own logging, not that of these tests.
    options.addAll(List.of("-Dlogback.configurationFile=logback.xml", "-Dkekkai.log.level=INFO"));
    List<String> command =
        JavaCommand.of(options, Main.class, "serve", "--config", config.toString());
    Path log = Files.createTempFile(config.getParent(), "serve-", ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    process.getOutputStream().close();
    return new ServeProcess(process, log);
  }

  long pid() {
    return process.pid();
  }

  /** Waits until clients are served. */
  int awaitPort() throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (process.isAlive() && System.nanoTime() - end < 0) {
      Matcher serves = SERVES.matcher(log());
      if (serves.find()) {
        return Integer.parseInt(serves.group(1));
      }
      Thread.sleep(20);
    }
    throw new AssertionError("The key server did not start:\n" + log());
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    ended();
  }

  /** SIGTERM; the exit code. */
  int stop() throws InterruptedException {
    process.destroy();
    ended();
    return process.exitValue();
  }

  private void ended() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("The key server does not end");
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
