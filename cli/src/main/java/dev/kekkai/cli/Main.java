package dev.kekkai.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;

/** Entry point of the {@code kekkai} command. */
public final class Main {
  private Main() {}

  /**
   * Runs the command and ends the process with its exit code.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    Logging.choose(args); // before the first logger is made
    Charset charset = Charset.defaultCharset();
    StandardOutput out = StandardOutput.ofProcess();
    System.exit(
        run(
            Surroundings.ofProcess(out),
            new PrintWriter(out, true, charset),
            new PrintWriter(System.err, true, charset),
            args));
  }

  /**
   * Runs the command within this process.
   *
   * @param surroundings what it finds around it
   * @param out for what it prints
   * @param err for errors
   * @param args the command line
   * @return the exit code; not 0 when something could not be printed
   */
  public static int run(
      Surroundings surroundings, PrintWriter out, PrintWriter err, String... args) {
    int exitCode = KekkaiCommand.commandLine(surroundings).setOut(out).setErr(err).execute(args);
    if (out.checkError() && exitCode == ExitCode.OK) { // a PrintWriter keeps errors to itself
      err.println("kekkai: Standard output can't be written; what was printed is not whole");
      err.flush();
      return ExitCode.FAILED;
    }
    return exitCode;
  }
}
