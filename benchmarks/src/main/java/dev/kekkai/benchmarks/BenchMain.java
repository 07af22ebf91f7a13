package dev.kekkai.benchmarks;

import picocli.CommandLine;

/** Entry point of {@code kekkai bench}. */
public final class BenchMain {
  private BenchMain() {}

  /**
   * Runs the command and ends the process.
   *
   * @param args without the word {@code bench}
   */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new BenchCommand())
            .setExecutionExceptionHandler(
                (e, command, parsed) -> {
                  command
                      .getErr()
                      .println("kekkai bench: " + (e.getMessage() == null ? e : e.getMessage()));
                  return 1;
                })
            .execute(args));
  }
}
