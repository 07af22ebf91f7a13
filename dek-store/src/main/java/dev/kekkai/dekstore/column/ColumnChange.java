package dev.kekkai.dekstore.column;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A batch of changes in one transaction. */
final class ColumnChange {
  private ColumnChange() {}

  /**
   * Writes tokens, or clears plaintext where there are none to write.
   *
   * @return how many rows were still as they were read, and were changed
   */
  static long of(
      ColumnDatabase database, ColumnSql sql, List<ColumnRow> rows, @Nullable List<String> tokens) {
    return rows.isEmpty()
        ? 0
        : database.transaction("change rows", connection -> sql.change(connection, rows, tokens));
  }
}
