package dev.kekkai.testkit.matrix;

import java.util.Locale;

/**
 * One run of one test.
 *
 * @param test simple class name and method
 * @param module the token's name, or {@value #NO_MODULE}
 * @param outcome how it ended
 * @param reason why it did not pass, in one line; empty when it did
 */
public record Result(String test, String module, Outcome outcome, String reason) {
  /** Stands for a test that is not run per token. */
  public static final String NO_MODULE = "-";

  /**
   * Keeps the reason on one line.
   *
   * @param test see the record
   * @param module see the record
   * @param outcome see the record
   * @param reason see the record
   */
  public Result {
    reason = reason.replaceAll("\\s+", " ").trim();
  }

  /**
   * Writes it down.
   *
   * @return one line of tab-separated values
   */
  public String toLine() {
    return String.join("\t", test, module, outcome.name(), reason);
  }

  /**
   * Reads what {@link #toLine} wrote.
   *
   * @param line the line
   * @return the result
   */
  public static Result ofLine(String line) {
    String[] parts = line.split("\t", -1);
    if (parts.length != 4) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "Not a line of test results: %s", line));
    }
    return new Result(parts[0], parts[1], Outcome.valueOf(parts[2]), parts[3]);
  }

  /**
   * The class of the test.
   *
   * @return its simple name
   */
  public String testClass() {
    return classOf(test);
  }

  /** Whether a contract ended before its first test. */
  boolean isWholeClass() {
    return test.equals(testClass());
  }

  static String classOf(String test) {
    int dot = test.indexOf('.');
    return dot < 0 ? test : test.substring(0, dot);
  }
}
