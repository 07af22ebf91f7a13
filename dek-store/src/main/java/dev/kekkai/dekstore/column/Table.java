package dev.kekkai.dekstore.column;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table as the database says it is.
 *
 * @param schema its schema
 * @param name its name
 * @param key its key columns, in the order of the context
 * @param plain the plaintext column; null when there is none (any more)
 * @param token the column of tokens
 * @param hasToken whether that is there yet
 */
record Table(
    String schema,
    String name,
    List<KeyColumn> key,
    @Nullable PlainColumn plain,
    String token,
    boolean hasToken) {

  /** A column that identifies rows. */
  record KeyColumn(String name, KeyType type) {}

  /** A column of plaintext. */
  record PlainColumn(String name, ValueType type, boolean notNull) {}

  /** Schema and table in SQL text. */
  String sql() {
    return SqlName.quoted(schema) + "." + SqlName.quoted(name);
  }

  String tokenSql() {
    return SqlName.quoted(token);
  }

  PlainColumn requirePlain() {
    if (plain == null) {
      throw ColumnException.setup("The table '" + name + "' has no such plaintext column");
    }
    return plain;
  }

  Table requireToken() {
    if (!hasToken) {
      throw ColumnException.setup(
          "The table '" + name + "' has no column '" + token + "': kekkai migrate start makes it");
    }
    return this;
  }
}
