package dev.kekkai.dekstore.column;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a plaintext column holds: text, which is encrypted as UTF-8, or bytes. */
enum ValueType {
  TEXT,
  BYTES;

  /** By the type as information_schema writes it. */
  static ValueType of(String column, String declared) {
    return switch (declared.toLowerCase(Locale.ROOT)) {
      case "text", "character varying", "character large object" -> TEXT;
      case "bytea", "binary varying", "binary large object" -> BYTES;
      default ->
          throw ColumnException.setup(
              "The column '"
                  + column
                  + "' is of type "
                  + declared
                  + "; a plaintext column is text, varchar or bytea");
    };
  }

  byte @Nullable [] read(ResultSet row, int index) throws SQLException {
    if (this == BYTES) {
      return row.getBytes(index);
    }
    String text = row.getString(index);
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }
}
