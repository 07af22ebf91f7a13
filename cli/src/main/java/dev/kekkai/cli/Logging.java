package dev.kekkai.cli;

import java.util.Arrays;

/** Chooses how the process logs, for {@code logback.xml} and {@code logback-serve.xml}. */
final class Logging {
  /** Where Logback looks for the name of its configuration. */
  static final String FILE = "logback.configurationFile";

  /** From which level on; the configurations say of what. */
  static final String LEVEL = "kekkai.log.level";

  /** A server's log: with times and stack traces. */
  static final String SERVER_FILE = "logback-serve.xml";

  private Logging() {}

  /** Acts only before the first logger is made; what was set for the JVM stays. */
  static void choose(String... args) {
    if (Arrays.asList(args).contains("--debug")) {
      System.setProperty(LEVEL, "DEBUG");
    }
    if (serves(args) && System.getProperty(FILE) == null) {
      System.setProperty(FILE, SERVER_FILE);
    }
  }

  /**
   * Whether the command is {@code serve}: the first word that is neither an option nor its value.
   */
  static boolean serves(String... args) {
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("--config")) {
        i++;
      } else if (!args[i].startsWith("-")) {
        return args[i].equals("serve");
      }
    }
    return false;
  }
}
