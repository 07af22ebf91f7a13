package dev.kekkai.config.problem;

import org.jspecify.annotations.Nullable;

/**
 * One thing wrong with one setting.
 *
 * @param key the key as written, or the name of the file when no single key is to blame
 * @param value the value as written; {@code null} when there is none or when it may be a secret
 * @param expected what would be right, as a phrase fit for a message
 */
public record Problem(String key, @Nullable String value, String expected) {

  private static final int SHOWN = 120;

  /**
   * The problem in one line: key, value, what would be right.
   *
   * @return the line, without a line break at the end; long values are cut, control characters
   *     replaced
   */
  public String describe() {
    return value == null ? key + ": " + expected : key + " = " + shown(value) + ": " + expected;
  }

  private static String shown(String value) {
    String printable = Printable.of(value);
    return printable.length() <= SHOWN ? printable : printable.substring(0, SHOWN) + "...";
  }
}
