package dev.kekkai.dekstore.column;

import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.formats.EncryptionContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column of field tokens, and what binds a token to its place: the context of a value is {@link
 * #contextPrefix()}, then one part for each key column.
 *
 * <p>A key's part is the text that PostgreSQL writes for it: integers in decimal, UUIDs in lower
 * case with hyphens, text as it is. Names are taken as they are, case included; nothing is split or
 * folded. Immutable.
 *
 * @param schema the table's schema; null for the connection's current one
 * @param table the table
 * @param keyColumns what identifies a row, in the order in which the context has them: not null,
 *     and unique together
 * @param column the column of field tokens, in base64url
 * @param dek the DEK's name
 * @param contextPrefix the parts of the context before the key; usually table and column
 */
public record EncryptedColumn(
    @Nullable String schema,
    String table,
    List<String> keyColumns,
    String column,
    String dek,
    List<String> contextPrefix) {

  /** The most key columns, as many as a PostgreSQL index has. */
  public static final int MAX_KEY_COLUMNS = 32;

  /**
   * Checks the names and copies the lists.
   *
   * @param schema the table's schema, or null
   * @param table the table
   * @param keyColumns what identifies a row
   * @param column the column of field tokens
   * @param dek the DEK's name
   * @param contextPrefix the parts of the context before the key
   * @throws IllegalArgumentException when a name can't be one, or a column is named twice; says
   *     what would be right
   */
  public EncryptedColumn {
    if (schema != null) {
      SqlName.check(schema);
    }
    SqlName.check(table);
    SqlName.check(column);
    keyColumns.forEach(SqlName::check);
    DekRecord.checkName(dek);
    keyColumns = List.copyOf(keyColumns);
    contextPrefix = List.copyOf(contextPrefix);
    if (keyColumns.isEmpty() || keyColumns.size() > MAX_KEY_COLUMNS) {
      throw new IllegalArgumentException(
          "A row is identified by 1 to " + MAX_KEY_COLUMNS + " key columns");
    }
    if (new LinkedHashSet<>(keyColumns).size() < keyColumns.size() || keyColumns.contains(column)) {
      throw new IllegalArgumentException("Each key column is named once, and is not encrypted");
    }
  }

  /**
   * A column whose context is table, column and key.
   *
   * @param table the table, in the connection's current schema
   * @param keyColumn what identifies a row
   * @param column the column of field tokens
   * @param dek the DEK's name
   * @return the column
   * @throws IllegalArgumentException when a name can't be one
   */
  public static EncryptedColumn of(String table, String keyColumn, String column, String dek) {
    return new EncryptedColumn(
        null, table, List.of(keyColumn), column, dek, List.of(table, column));
  }

  /**
   * Where the value of a row belongs.
   *
   * @param key the row's key as text, a part for each key column
   * @return the context
   * @throws IllegalArgumentException when there are more or fewer parts than key columns, or they
   *     make no context
   */
  public EncryptionContext context(List<String> key) {
    if (key.size() != keyColumns.size()) {
      throw new IllegalArgumentException(
          "A key of " + table + " has " + keyColumns.size() + " parts, not " + key.size());
    }
    List<String> parts = new ArrayList<>(contextPrefix);
    parts.addAll(key);
    return EncryptionContext.of(parts);
  }

  /** For messages. */
  String qualifiedTable() {
    return schema == null ? table : schema + "." + table;
  }
}
