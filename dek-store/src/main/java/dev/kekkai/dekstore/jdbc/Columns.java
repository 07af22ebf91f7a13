package dev.kekkai.dekstore.jdbc;

import dev.kekkai.dekstore.StoreException;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.WrapMethod;
import dev.kekkai.provider.keys.WrappedDek;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** How values are written in columns, and read again. */
final class Columns {
  private Columns() {}

  static String base64(byte[] blob) {
    return Base64.getEncoder().encodeToString(blob);
  }

  static WrappedDek wrapped(KekRef kek, ResultSet row, String methodColumn, String blobColumn)
      throws SQLException {
    return new WrappedDek(
        kek,
        WrapMethod.ofId(row.getString(methodColumn)),
        Base64.getDecoder().decode(row.getString(blobColumn)));
  }

  static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  static Instant time(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static void setTime(PreparedStatement statement, int index, @Nullable Instant instant)
      throws SQLException {
    statement.setObject(
        index, instant == null ? null : time(instant), Types.TIMESTAMP_WITH_TIMEZONE);
  }

  static @Nullable Instant timeOrNull(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  /** A row that somebody else than this program has written may hold anything. */
  static StoreException malformed(String which, IllegalArgumentException e) {
    return new StoreException(
        "The DEK store holds a damaged row: " + which + ": " + e.getMessage(), e);
  }
}
