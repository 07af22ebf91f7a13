package dev.kekkai.cli;

/** What the command's exit codes mean; {@code docs/cli.md} promises them. */
public final class ExitCode {
  /** Done. */
  public static final int OK = 0;

  /** The operation failed. */
  public static final int FAILED = 1;

  /** Wrong usage or configuration. */
  public static final int USAGE = 2;

  /** No such KEK, DEK or module. */
  public static final int NOT_FOUND = 3;

  /** Refused: a key that breaks a rule, or a bad ciphertext. */
  public static final int REFUSED = 4;

  /** The token can't be reached, or refused the login. */
  public static final int TOKEN = 5;

  /** An audit found keys that break rules, as bad as {@code --fail-on} says or worse. */
  public static final int FINDINGS = 6;

  private ExitCode() {}
}
