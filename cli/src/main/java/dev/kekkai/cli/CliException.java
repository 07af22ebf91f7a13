package dev.kekkai.cli;

import org.jspecify.annotations.Nullable;

/** Ends the command with an exit code and one clear message. */
public final class CliException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A code of {@link ExitCode}. */
  private final int exitCode;

  /**
   * Makes one.
   *
   * @param exitCode a code of {@link ExitCode}
   * @param message what is wrong and what would be right
   */
  public CliException(int exitCode, String message) {
    this(exitCode, message, null);
  }

  /**
   * Makes one.
   *
   * @param exitCode a code of {@link ExitCode}
   * @param message what is wrong and what would be right
   * @param cause shown with {@code --debug} only
   */
  public CliException(int exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /**
   * How the command ends.
   *
   * @return a code of {@link ExitCode}
   */
  public int exitCode() {
    return exitCode;
  }
}
