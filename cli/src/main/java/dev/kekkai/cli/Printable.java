package dev.kekkai.cli;

import java.util.regex.Pattern;

/**
 * Text of the token's for a terminal. Whoever can make a key chooses its label, and must not write
 * lines of a report with it, nor hide some.
 */
public final class Printable {
  /** Controls, such as line breaks and escapes, and what changes the direction of writing. */
  private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  private Printable() {}

  /**
   * Replaces what does not stand for itself.
   *
   * @param text one line
   * @return as long, with question marks instead
   */
  public static String of(String text) {
    return UNFIT.matcher(text).replaceAll("?");
  }
}
