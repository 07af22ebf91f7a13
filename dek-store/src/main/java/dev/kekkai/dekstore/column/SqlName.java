package dev.kekkai.dekstore.column;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Names in SQL text. Whatever they hold, they stay names. */
final class SqlName {
  /** PostgreSQL cuts longer ones, and would then take another column for the one meant. */
  private static final int MAX_BYTES = 63;

  private SqlName() {}

  static String check(String name) {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (name.isEmpty() || bytes > MAX_BYTES || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A name of a table or column has 1 to %d bytes, none of them zero; this has %d",
              MAX_BYTES,
              bytes));
    }
    return name;
  }

  /** A delimited identifier of the SQL standard. */
  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A string literal, where backslashes mean nothing ({@code standard_conforming_strings}). */
  static String literal(String text) {
    return '\'' + text.replace("'", "''") + '\'';
  }
}
