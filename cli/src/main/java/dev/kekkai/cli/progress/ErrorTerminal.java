package dev.kekkai.cli.progress;

import dev.kekkai.cli.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether standard error is a terminal. Java has no method for that one: Linux tells what file it
 * is, and elsewhere it is taken for one where standard input and output are one.
 */
final class ErrorTerminal {
  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");
  private static final int USUAL_COLUMNS = 79;
  private static final int FEWEST_COLUMNS = 40;
  private static final int MOST_COLUMNS = 200;

  private ErrorTerminal() {}

  /** How many columns to use; 0 when it is none, or one that can't erase a line. */
  static int columns(Surroundings surroundings) {
    String kind = surroundings.environment().getOrDefault("TERM", "dumb");
    if (kind.equals("dumb") || !isTerminal(surroundings)) {
      return 0;
    }
    String columns = surroundings.environment().getOrDefault("COLUMNS", "");
    return columns.matches("[0-9]{1,4}")
        ? Math.max(FEWEST_COLUMNS, Math.min(MOST_COLUMNS, Integer.parseInt(columns) - 1))
        : USUAL_COLUMNS;
  }

  private static boolean isTerminal(Surroundings surroundings) {
    try {
      String file = Files.readSymbolicLink(STANDARD_ERROR).toString();
      return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return surroundings.terminal() != null;
    }
  }
}
