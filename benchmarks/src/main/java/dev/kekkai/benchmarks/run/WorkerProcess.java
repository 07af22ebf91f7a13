package dev.kekkai.benchmarks.run;

import dev.kekkai.benchmarks.plan.Task;
import dev.kekkai.benchmarks.worker.Measurement;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A process that measures: a JVM with one contender, or the C program. Not thread-safe. */
final class WorkerProcess implements AutoCloseable {
  private static final long ANSWER_SECONDS = 60;
  private static final String READY = "ready ";
  private static final String FAILED = "failed ";

  private final Process process;
  private final BufferedReader answers;
  private final Writer commands;
  private final Path errors;
  private final Affinity affinity;
  private String version = "";

  private WorkerProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.affinity = new Affinity(process.pid());
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
  }

  /**
   * Starts one and waits until it is ready.
   *
   * @param command what to run
   * @param greeting lines for its standard input
   * @param errors file for its standard error
   */
  static WorkerProcess start(List<String> command, List<String> greeting, Path errors)
      throws WorkerFailedException {
    WorkerProcess started;
    try {
      started =
          new WorkerProcess(
              new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
    } catch (IOException e) {
      throw new WorkerFailedException(e.toString());
    }
    boolean ready = false;
    try {
      for (String line : greeting) {
        started.send(line);
      }
      String answer = started.read();
      if (!answer.startsWith(READY)) {
        throw refusal(answer);
      }
      started.version = answer.substring(READY.length()).trim();
      ready = true;
      return started;
    } finally {
      if (!ready) {
        started.close();
      }
    }
  }

  /** What the contender calls itself. */
  String version() {
    return version;
  }

  /** How much processor time it has used; zero where the system does not tell. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** To be warm sooner, it may use all CPUs. */
  Measurement warmUp(Task task, long millis) throws WorkerFailedException {
    affinity.all();
    return run(task, millis);
  }

  /** On one CPU when it has one thread. */
  Measurement measure(Task task, long millis) throws WorkerFailedException {
    if (task.threads() == 1) {
      affinity.one();
    } else {
      affinity.all();
    }
    return run(task, millis);
  }

  private Measurement run(Task task, long millis) throws WorkerFailedException {
    return run(task.operation().id(), task.bytes(), task.threads(), millis);
  }

  /** An operation by the name that the process knows it by, on all CPUs. */
  Measurement run(String operation, int bytes, int threads, long millis)
      throws WorkerFailedException {
    send(String.format(Locale.ROOT, "run %s %d %d %d", operation, bytes, threads, millis));
    String answer = read();
    if (!Measurement.isOne(answer)) {
      throw refusal(answer);
    }
    return Measurement.parse(answer);
  }

  private static WorkerFailedException refusal(String answer) {
    return new WorkerFailedException(
        answer.startsWith(FAILED) ? answer.substring(FAILED.length()) : answer);
  }

  private void send(String line) throws WorkerFailedException {
    try {
      commands.write(line + "\n");
      commands.flush();
    } catch (IOException e) {
      throw new WorkerFailedException(lastWords());
    }
  }

  /** A call that hangs in a module must not hang the run. */
  private String read() throws WorkerFailedException {
    CompletableFuture<@Nullable String> line = CompletableFuture.supplyAsync(this::nextLine);
    try {
      String answer = line.get(ANSWER_SECONDS, TimeUnit.SECONDS);
      if (answer == null) {
        throw new WorkerFailedException(lastWords());
      }
      return answer;
    } catch (TimeoutException e) {
      process.destroyForcibly();
      throw new WorkerFailedException("no answer in " + ANSWER_SECONDS + " s");
    } catch (ExecutionException e) {
      throw new WorkerFailedException(lastWords());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorkerFailedException("interrupted");
    }
  }

  private @Nullable String nextLine() {
    try {
      return answers.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last line on its standard error. */
  private String lastWords() {
    try {
      process.waitFor(1, TimeUnit.SECONDS);
      List<String> lines = Files.readAllLines(errors, StandardCharsets.UTF_8);
      return lines.isEmpty() ? "ended without a word" : lines.get(lines.size() - 1);
    } catch (IOException e) {
      return "ended";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "ended";
    }
  }

  @Override
  public void close() {
    try {
      commands.write("quit\n");
      commands.close();
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
