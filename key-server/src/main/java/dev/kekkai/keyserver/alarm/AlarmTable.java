package dev.kekkai.keyserver.alarm;

import dev.kekkai.keyserver.db.Jdbc;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The tables {@code alarm} and {@code alarm_quiet}. */
final class AlarmTable {
  private static final String AGAIN =
      "update alarm_quiet set raised_at = ? where subject = ? and raised_at <= ?";
  private static final String FIRST = "insert into alarm_quiet (raised_at, subject) values (?, ?)";
  private static final String ADD =
      "insert into alarm (id, raised_at, server, kind, client, kek, seen, threshold, suspended,"
          + " detail) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final int MAX_DETAIL_CHARS = 1024;

  private final Jdbc jdbc;

  AlarmTable(Jdbc jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Takes the right to raise an alarm, which one server gets.
   *
   * @param subject what it is about
   * @param now the time
   * @param last only when it was raised before that time, or never
   * @return whether this server has it
   */
  boolean claim(String subject, Instant now, Instant last) throws SQLException {
    int again =
        jdbc.update(
            AGAIN,
            statement -> {
              statement.setObject(1, time(now));
              statement.setString(2, subject);
              statement.setObject(3, time(last));
            });
    return again == 1 || isFirst(subject, now);
  }

  private boolean isFirst(String subject, Instant now) throws SQLException {
    try {
      jdbc.update(
          FIRST,
          statement -> {
            statement.setObject(1, time(now));
            statement.setString(2, subject);
          });
      return true;
    } catch (SQLException e) {
      if (Jdbc.isDuplicate(e)) {
        return false;
      }
      throw e;
    }
  }

  /** Writes an alarm down, unless it is there already. */
  void add(Alarm alarm) throws SQLException {
    try {
      jdbc.update(ADD, statement -> bind(statement, alarm));
    } catch (SQLException e) {
      if (!Jdbc.isDuplicate(e)) {
        throw e;
      }
    }
  }

  private static void bind(PreparedStatement statement, Alarm alarm) throws SQLException {
    statement.setObject(1, alarm.id());
    statement.setObject(2, time(alarm.raisedAt()));
    statement.setString(3, alarm.server());
    statement.setString(4, alarm.kind().id());
    setText(statement, 5, alarm.client());
    setText(statement, 6, alarm.kek());
    statement.setLong(7, alarm.seen());
    statement.setLong(8, alarm.threshold());
    statement.setBoolean(9, alarm.suspended());
    String detail = alarm.detail();
    statement.setString(10, detail.substring(0, Math.min(detail.length(), MAX_DETAIL_CHARS)));
  }

  private static void setText(PreparedStatement statement, int index, @Nullable String text)
      throws SQLException {
    if (text == null) {
      statement.setNull(index, Types.VARCHAR);
    } else {
      statement.setString(index, text);
    }
  }

  /** Names what an alarm is about. */
  static String subject(AlarmKind kind, String what) {
    return String.format(Locale.ROOT, "%s/%s", kind.id(), what);
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
