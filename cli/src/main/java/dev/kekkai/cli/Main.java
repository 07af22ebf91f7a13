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
    int exitCode =
        KekkaiCommand.commandLine(Surroundings.ofProcess())
            .setOut(new PrintWriter(System.out, true, charset))
            .setErr(new PrintWriter(System.err, true, charset))
            .execute(args);
    System.exit(exitCode);
  }
}
