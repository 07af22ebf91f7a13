package dev.kekkai.config.problem;

import java.util.regex.Pattern;

/**
 * Text of somebody else's for a terminal or a log. Whoever can make a key chooses its label, and
 * whoever sets up a token what that is called; they must not write lines of a report with it, nor
 * hide some.
 */
public final class Printable {
  /** Controls, such as line breaks and escapes, and what changes the direction of writing. */
  private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  private static final Pattern UNFIT_IN_LINES =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\n]]");

  private static final Pattern LINE_BREAK = Pattern.compile("\\h*\\R\\s*");

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

  /**
   * Makes one line of a message that may have several, such as a database's.
   *
   * @param message may quote somebody else
   * @return with blanks for line breaks, and question marks for what else is unfit
   */
  public static String line(String message) {
    return of(LINE_BREAK.matcher(message).replaceAll(" ").replace('\t', ' '));
  }

  /**
   * For text with line breaks of our own, which quotes nobody who might add some.
   *
   * @param text lines
   * @return the same lines, with question marks for what else is unfit
   */
  public static String lines(String text) {
    return UNFIT_IN_LINES.matcher(text.replace("\r\n", "\n")).replaceAll("?");
  }
}
