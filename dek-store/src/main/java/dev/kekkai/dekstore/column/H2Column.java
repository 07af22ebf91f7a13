package dev.kekkai.dekstore.column;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** On H2, which has no versions of rows, a row is locked and read again before it is changed. */
final class H2Column extends ColumnSql {
  H2Column(Table table) {
    super(table);
  }

  @Override
  String version() {
    return "''";
  }

  @Override
  int change(Connection connection, List<ColumnRow> rows, @Nullable List<String> tokens)
      throws SQLException {
    String where = " where (" + keys("u") + ") = " + keyParameters();
    String read =
        "select " + plain() + ", u." + table().tokenSql() + " from " + table().sql() + " u" + where;
    String set =
        tokens != null
            ? table().tokenSql() + " = ?"
            : SqlName.quoted(table().requirePlain().name()) + " = null";
    int changed = 0;
    try (PreparedStatement lock = connection.prepareStatement(read + " for update skip locked");
        PreparedStatement update =
            connection.prepareStatement("update " + table().sql() + " u set " + set + where)) {
      for (int i = 0; i < rows.size(); i++) {
        ColumnRow row = rows.get(i);
        setKey(lock, 1, row);
        if (isUnchanged(lock, row)) {
          int index = 1;
          if (tokens != null) {
            update.setString(index++, tokens.get(i));
          }
          setKey(update, index, row);
          changed += update.executeUpdate();
        }
      }
    }
    return changed;
  }

  private static void setKey(PreparedStatement statement, int from, ColumnRow row)
      throws SQLException {
    int index = from;
    for (String part : row.key()) {
      statement.setString(index++, part);
    }
  }

  private boolean isUnchanged(PreparedStatement lock, ColumnRow row) throws SQLException {
    try (ResultSet now = lock.executeQuery()) {
      if (!now.next()) {
        return false;
      }
      Table.PlainColumn plain = table().plain();
      ValueType type = plain == null ? ValueType.TEXT : plain.type();
      byte[] value = type.read(now, 1);
      try {
        return Arrays.equals(value, row.plaintext())
            && Objects.equals(now.getString(2), row.token());
      } finally {
        if (value != null) {
          Arrays.fill(value, (byte) 0);
        }
      }
    }
  }
}
