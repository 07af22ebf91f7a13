package dev.kekkai.dekstore.column;

import java.util.List;

/**
 * Which rows of a table: a condition on the row {@code u}, and its parameters.
 *
 * @param condition SQL
 * @param parameters texts
 */
record Selection(String condition, List<String> parameters) {

  /** With plaintext and no token. */
  static Selection left(Table table) {
    return new Selection(plain(table) + " is not null and " + token(table) + " is null", List.of());
  }

  /** With both. */
  static Selection both(Table table) {
    return new Selection(
        plain(table) + " is not null and " + token(table) + " is not null", List.of());
  }

  /** With plaintext. */
  static Selection plaintext(Table table) {
    return new Selection(plain(table) + " is not null", List.of());
  }

  /** With either. */
  static Selection any(Table table) {
    return new Selection(
        plain(table) + " is not null or " + token(table) + " is not null", List.of());
  }

  /** With a token. */
  static Selection tokens(Table table) {
    return new Selection(token(table) + " is not null", List.of());
  }

  /** With a token that does not begin like this. */
  static Selection tokenNotLike(Table table, String prefix) {
    return new Selection(
        token(table) + " is not null and left(" + token(table) + ", " + prefix.length() + ") <> ?",
        List.of(prefix));
  }

  private static String plain(Table table) {
    return "u." + SqlName.quoted(table.requirePlain().name());
  }

  private static String token(Table table) {
    return "u." + table.tokenSql();
  }
}
