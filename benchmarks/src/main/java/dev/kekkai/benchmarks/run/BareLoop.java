package dev.kekkai.benchmarks.run;

import dev.kekkai.benchmarks.worker.Measurement;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The C loop of a benchmark of a whole program: what a token does when nobody else wants anything
 * from it or from the machine. Not thread-safe.
 */
public final class BareLoop implements AutoCloseable {
  private final WorkerProcess process;
  private final String operation;

  private BareLoop(WorkerProcess process, String operation) {
    this.process = process;
    this.operation = operation;
  }

  /**
   * Builds the C loop.
   *
   * @param sources folder of the C files
   * @param folder where to put the program
   * @return the program
   * @throws WorkerFailedException when it can't; the message says what to install
   */
  public static Path build(Path sources, Path folder) throws WorkerFailedException {
    return CProgram.build(sources, folder);
  }

  /**
   * Starts it.
   *
   * @param program what {@link #build} made
   * @param folder where the token's files are
   * @param token the token's name
   * @param operation {@code agree} or {@code unwrap-oaep}
   * @param privateKek label of the KEK, what to open, and what comes of that, in hexadecimal
   * @return a process that waits
   * @throws WorkerFailedException when it does not start
   */
  public static BareLoop start(
      Path program, Path folder, String token, String operation, String privateKek)
      throws WorkerFailedException {
    String label = privateKek.substring(0, privateKek.indexOf(' '));
    return new BareLoop(
        Launch.cLoop(program, folder, token, privateKek, folder.resolve("c-" + label + ".log")),
        operation);
  }

  /**
   * Starts it with the KEK that all contenders use.
   *
   * @param program what {@link #build} made
   * @param folder where the token's files are
   * @param token the token's name
   * @param operation such as {@code rewrap}
   * @return a process that waits
   * @throws WorkerFailedException when it does not start
   */
  public static BareLoop start(Path program, Path folder, String token, String operation)
      throws WorkerFailedException {
    Path log = folder.resolve("c-" + operation + ".log");
    return new BareLoop(Launch.cLoop(program, folder, token, "", log), operation);
  }

  /**
   * What it calls the module.
   *
   * @return manufacturer, name and version
   */
  public String version() {
    return process.version();
  }

  /**
   * What came of a while's work.
   *
   * @param perSecond operations per second, of all threads
   * @param cpuMicros processor time of one operation, in microseconds; 0 where the system does not
   *     tell
   */
  public record Rate(double perSecond, double cpuMicros) {}

  /**
   * Opens for a while; each time it is checked that the right thing came of it.
   *
   * @param threads how many at once, each with a session of its own
   * @param millis how long
   * @return the rate
   * @throws WorkerFailedException when the token fails, or opens to something else
   */
  public Rate measure(int threads, long millis) throws WorkerFailedException {
    Duration before = process.cpu();
    Measurement measured = process.run(operation, 0, threads, millis);
    long nanos = process.cpu().minus(before).toNanos();
    return new Rate(measured.perSecond(), nanos / 1e3 / measured.operations());
  }

  @Override
  public void close() {
    process.close();
  }
}
