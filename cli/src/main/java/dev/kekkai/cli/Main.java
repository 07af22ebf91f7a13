package dev.kekkai.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Arrays;

/** Entry point of the {@code kekkai} command. */
public final class Main {
  private Main() {}

  /**
   * Runs the command and ends the process with its exit code.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    if (Arrays.asList(args).contains("--debug")) {
      System.setProperty("kekkai.log.level", "DEBUG"); // before the first logger is made
    }
    Charset charset = Charset.defaultCharset();
    System.exit(
        run(
            Surroundings.ofProcess(),
            new PrintWriter(System.out, true, charset),
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
   * @return the exit code
   */
  public static int run(
      Surroundings surroundings, PrintWriter out, PrintWriter err, String... args) {
    return KekkaiCommand.commandLine(surroundings).setOut(out).setErr(err).execute(args);
  }
}
