package dev.kekkai.dekstore.column;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Types a key column may have: those whose values have one text, the same for everybody. */
enum KeyType {
  SMALLINT,
  INTEGER,
  BIGINT,
  UUID,
  VARCHAR("character varying"),
  TEXT;

  /** As information_schema writes it, in lower case. */
  private final String declared;

  KeyType() {
    this.declared = name().toLowerCase(Locale.ROOT);
  }

  KeyType(String declared) {
    this.declared = declared;
  }

  static KeyType of(String column, String declared) {
    return Arrays.stream(values())
        .filter(type -> type.declared.equalsIgnoreCase(declared))
        .findFirst()
        .orElseThrow(
            () ->
                ColumnException.setup(
                    String.format(
                        Locale.ROOT,
                        "The key column '%s' is of type %s; a row's key is %s",
                        column,
                        declared,
                        Arrays.stream(values())
                            .map(type -> type.declared)
                            .collect(Collectors.joining(", ")))));
  }

  /** From a text parameter or expression. */
  String cast(String expression) {
    return "cast(" + expression + " as " + name() + ")";
  }
}
