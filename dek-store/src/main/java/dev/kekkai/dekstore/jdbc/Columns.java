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
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** How values are written in columns, and read again. */
final class Columns {
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

  private Columns() {}

  static String base64(byte[] blob) {
    return Base64.getEncoder().encodeToString(blob);
  }

  /** Refuses what only somebody else can have put there. */
  static String text(ResultSet row, String column) throws SQLException {
    String text = row.getString(column);
    if (text == null) {
      throw new IllegalArgumentException(column + " is missing");
    }
    return text;
  }

  static WrappedDek wrapped(KekRef kek, ResultSet row, String methodColumn, String blobColumn)
      throws SQLException {
    return new WrappedDek(kek, WrapMethod.ofId(text(row, methodColumn)), bytes(row, blobColumn));
  }

  /** Bytes have one form in base64; Java's decoder takes others, too. */
  private static byte[] bytes(ResultSet row, String column) throws SQLException {
    String text = text(row, column);
    byte[] bytes = Base64.getDecoder().decode(text);
    if (!base64(bytes).equals(text)) {
      throw new IllegalArgumentException(column + " is not base64 as it is written here");
    }
    return bytes;
  }

  static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  static Instant time(ResultSet row, String column) throws SQLException {
    Instant time = timeOrNull(row, column);
    if (time == null) {
      throw new IllegalArgumentException(column + " is missing");
    }
    return time;
  }

  static void setTime(PreparedStatement statement, int index, @Nullable Instant instant)
      throws SQLException {
    statement.setObject(
        index, instant == null ? null : time(instant), Types.TIMESTAMP_WITH_TIMEZONE);
  }

  static @Nullable Instant timeOrNull(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : exact(column, time.toInstant());
  }

  /** Tags cover milliseconds, so there is nothing beyond them. */
  private static Instant exact(String column, Instant time) {
    if (time.isBefore(Instant.EPOCH)
        || time.isAfter(LATEST)
        || !time.equals(time.truncatedTo(ChronoUnit.MILLIS))) {
      throw new IllegalArgumentException(
          column + " is from 1970 to 9999 and in whole milliseconds, not " + time);
    }
    return time;
  }

  /** A row that somebody else than this program has written may hold anything. */
  static StoreException malformed(String which, IllegalArgumentException e) {
    return new StoreException(
        "The DEK store holds a damaged row: " + which + ": " + e.getMessage(), e);
  }
}
