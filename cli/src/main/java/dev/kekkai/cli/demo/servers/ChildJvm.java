package dev.kekkai.cli.demo.servers;

import dev.kekkai.cli.demo.DemoFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server of the demo: a Java process of its own, with this one's class path and environment. */
@StartsProcess
final class ChildJvm implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int LAST_LINES = 15;

  private final String name;
  private final Process process;
  private final Path log;

  private ChildJvm(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts one.
   *
   * @param name what it is, for messages
   * @param log where its output goes
   * @param main its class and arguments
   */
  static ChildJvm start(String name, Path log, String... main) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of(main));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    process.getOutputStream().close();
    return new ChildJvm(name, process, log);
  }

  long pid() {
    return process.pid();
  }

  /** Waits until it is ready; fails with the end of its log when it ends or takes too long. */
  void await(Readiness ready) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!ready.isReady()) {
      if (!process.isAlive() || System.nanoTime() - end > 0) {
        List<String> lines = Files.readAllLines(log);
        throw new DemoFailedException(
            "The "
                + name
                + " did not start. The end of "
                + log
                + ":\n"
                + String.join(
                    "\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())));
      }
      Thread.sleep(20);
    }
  }

  /** Asks it to end, and waits for it. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      close();
      throw new DemoFailedException("The " + name + " did not end when it was asked to");
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** Whether it can be used. */
  @FunctionalInterface
  interface Readiness {
    boolean isReady() throws IOException, InterruptedException;
  }
}
