package dev.kekkai.cli.doctor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Another Java process, in which a module may crash or hang: then only that process does. It is
 * killed when this one ends, in whatever way: by {@link #close}, by a hook where a signal ends this
 * process, and else by itself, when its standard input comes to an end ({@link Lifeline}).
 */
@StartsProcess
public final class JavaProcess implements AutoCloseable {
  /** What Java says of a crash: {@code # SIGSEGV (0xb) at pc=...}. */
  private static final Pattern SIGNAL = Pattern.compile("#\\s+(SIG[A-Z]+) \\(.*");

  /** Exit status of a process that a signal ended, as Java tells it. */
  private static final int SIGNALLED = 128;

  /** For the last lines of a process that has ended. */
  private static final Duration READING = Duration.ofSeconds(5);

  private final Process process;
  private final Thread reader;
  private final Thread hook = new Thread(this::kill, "kekkai-doctor-end");
  private volatile String signal = "";

  private JavaProcess(Process process, Consumer<String> lines) {
    this.process = process;
    this.reader = new Thread(() -> read(lines), "kekkai-doctor-reader");
    reader.setDaemon(true);
  }

  /**
   * Starts one.
   *
   * @param main its main class, which gets no arguments: other users could read them
   * @param without a variable of the environment that it is not to see; empty for none
   * @param errors what becomes of its standard error
   * @param lines is told each line that it prints, on a thread of its own
   * @return to be closed
   * @throws IOException when it can't be started
   */
  public static JavaProcess start(
      Class<?> main, String without, ProcessBuilder.Redirect errors, Consumer<String> lines)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(JavaCommand.of(main)).redirectError(errors);
    builder.environment().remove(without);
    JavaProcess started = new JavaProcess(builder.start(), lines);
    try {
      Runtime.getRuntime().addShutdownHook(started.hook);
    } catch (IllegalStateException e) { // this process is ending already
      started.kill();
    }
    started.reader.start();
    return started;
  }

  /**
   * Its standard input, whose end ends it.
   *
   * @return a buffered stream
   */
  public OutputStream input() {
    return process.getOutputStream();
  }

  /**
   * Waits until it has ended and all its lines were told.
   *
   * @param atMost how long to wait
   * @return whether it has
   * @throws InterruptedException when interrupted
   */
  public boolean await(Duration atMost) throws InterruptedException {
    if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      return false;
    }
    reader.join(READING.toMillis());
    return true;
  }

  /**
   * What the module did to the process, when that ended before it should.
   *
   * @return the begin of a sentence that ends with what was being done
   */
  public String ending() {
    int status = process.exitValue();
    if (!signal.isEmpty()) {
      return String.format(Locale.ROOT, "the module crashes the process that uses it (%s)", signal);
    }
    if (status > SIGNALLED) {
      return String.format(
          Locale.ROOT,
          "the process that uses the module is ended by signal %d",
          status - SIGNALLED);
    }
    return String.format(
        Locale.ROOT, "the module ends the process that uses it (exit status %d)", status);
  }

  /** Whether a signal ended it. */
  boolean isCrashed() {
    return !signal.isEmpty() || process.exitValue() > SIGNALLED;
  }

  private void read(Consumer<String> lines) {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        Matcher crash = SIGNAL.matcher(line);
        if (crash.matches()) {
          signal = crash.group(1);
        } else {
          lines.accept(line);
        }
      }
    } catch (IOException e) {
      return; // the process was ended
    }
  }

  /** A process that hangs in the module hears of nothing gentler. */
  private void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public void close() {
    kill();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // it is running
    }
  }
}
