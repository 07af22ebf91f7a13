package dev.kekkai.cli;

import java.io.Console;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the process finds around it.
 *
 * @param environment variables
 * @param folder the working folder
 * @param home the user's home folder
 * @param in standard input
 * @param out standard output, for values that are bytes; fails when it can't be written
 * @param terminal the terminal, when both standard input and output are one; else null
 */
public record Surroundings(
    Map<String, String> environment,
    Path folder,
    Path home,
    InputStream in,
    OutputStream out,
    @Nullable Console terminal) {

  static Surroundings ofProcess(OutputStream out) {
    return new Surroundings(
        System.getenv(),
        Path.of("").toAbsolutePath(),
        Path.of(System.getProperty("user.home", ".")),
        System.in,
        out,
        terminalOrNull());
  }

  /** From JDK 22 on there is a console even without a terminal, and a method that tells. */
  @SuppressWarnings("SystemConsoleNull")
  private static @Nullable Console terminalOrNull() {
    Console console = System.console();
    if (console == null) {
      return null;
    }
    try {
      Object is = Console.class.getMethod("isTerminal").invoke(console);
      return Boolean.TRUE.equals(is) ? console : null;
    } catch (ReflectiveOperationException e) {
      return console;
    }
  }
}
