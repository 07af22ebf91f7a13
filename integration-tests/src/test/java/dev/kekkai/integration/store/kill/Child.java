package dev.kekkai.integration.store.kill;

import dev.kekkai.integration.JavaCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A JVM of its own that says in lines how far it is, and is killed. One that hangs is ended. */
final class Child implements AutoCloseable {
  /** What a small JVM is started with. */
  static final List<String> OPTIONS = List.of("-Xmx96m", "-XX:-UsePerfData");

  private static final long PATIENCE_SECONDS = 180;

  private final Process process;
  private final BufferedReader out;
  private final Path log;

  private Child(Process process, Path log) {
    this.process = process;
    this.out = process.inputReader();
    this.log = log;
  }

  /**
   * Starts one.
   *
   * @param folder where its log goes
   * @param main what it runs
   */
  static Child start(Path folder, Class<?> main, String... args) throws IOException {
    return start(folder, JavaCommand.of(OPTIONS, main, args));
  }

  /** Starts one with a command line of its own. */
  static Child start(Path folder, List<String> command) throws IOException {
    Path log = Files.createTempFile(folder, "child-", ".log");
    Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .execute(process::destroyForcibly);
    return new Child(process, log);
  }

  /** What it says next; null when it has ended. */
  @Nullable String line() throws IOException {
    return out.readLine();
  }

  /** Lets it go on. */
  void go() throws IOException {
    process.outputWriter().append("go\n").flush();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL. What it has said until then can still be read. */
  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly(); // the process's own method would close its output
    end();
  }

  /** SIGTERM. */
  void ask() throws InterruptedException {
    process.toHandle().destroy();
    end();
  }

  /** Waits for its end; its exit code. */
  int end() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("A child process does not end: " + process);
    }
    return process.exitValue();
  }

  /** What it wrote to standard error. */
  String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.delete(log);
  }
}
