package dev.kekkai.formats.httpsig;

import java.util.List;
import java.util.StringJoiner;

/** What a header field says, its lines made one (RFC 9421 section 2.1). */
final class FieldValue {

  /** The longest value that is looked at, in characters. */
  static final int MAX_CHARS = 8 * 1024;

  private static final String LINE_END = "\r\n";

  private FieldValue() {}

  /** Joins the lines of a field, which the message has to have. */
  static String combine(String name, List<String> lines, int maxChars)
      throws HttpSignatureException {
    if (lines.isEmpty()) {
      throw new HttpSignatureException("The request has no header field " + name);
    }
    long chars = 0;
    for (String line : lines) {
      chars += line.length() + 2L;
    }
    if (chars - 2 > maxChars) {
      throw new HttpSignatureException(
          "The header field " + name + " is longer than " + maxChars + " characters");
    }
    StringJoiner value = new StringJoiner(", ");
    for (String line : lines) {
      value.add(unfold(strip(line)));
    }
    return value.toString();
  }

  /**
   * Replaces obsolete line folding by one space (RFC 9112 section 5.2). A line end that is not
   * followed by white space is none, and stays to be refused.
   */
  private static String unfold(String line) {
    int end = line.indexOf(LINE_END);
    if (end < 0) {
      return line;
    }
    StringBuilder unfolded = new StringBuilder(line.length());
    int from = 0;
    while (end >= 0 && isBlank(line, end + LINE_END.length())) {
      unfolded.append(strip(line.substring(from, end))).append(' ');
      from = end + LINE_END.length();
      end = line.indexOf(LINE_END, from);
    }
    return unfolded.append(strip(line.substring(from))).toString();
  }

  private static String strip(String line) {
    int from = 0;
    int to = line.length();
    while (from < to && isBlank(line, from)) {
      from++;
    }
    while (from < to && isBlank(line, to - 1)) {
      to--;
    }
    return line.substring(from, to);
  }

  private static boolean isBlank(String line, int at) {
    return at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t');
  }
}
