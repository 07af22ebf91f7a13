package dev.kekkai.keyserver.alarm;

import dev.kekkai.keyserver.db.Dialect;
import dev.kekkai.keyserver.db.Jdbc;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/**
 * The table {@code client_activity}: each start of a server writes totals of its own, so that
 * writing twice changes nothing; the sum over all servers is what counts.
 */
final class ActivityTable {
  private static final String COLUMNS = "(period, server, client, kind, kek, events)";
  private static final String VALUES = " values (?, ?, ?, ?, ?, ?)";
  private static final String WRITE_POSTGRESQL =
      "insert into client_activity "
          + COLUMNS
          + VALUES
          + " on conflict (period, server, client, kind, kek) do update set events = excluded.events";
  private static final String WRITE_H2 =
      "merge into client_activity " + COLUMNS + " key (period, server, client, kind, kek)" + VALUES;
  private static final String SUMS =
      "select period, client, kind, kek, sum(events) from client_activity"
          + " where period >= ? and period < ? group by period, client, kind, kek order by period";
  private static final String FORGET = "delete from client_activity where period < ?";

  private final Jdbc jdbc;
  private final Dialect dialect;
  private final UUID start;
  private final Counters counters;

  ActivityTable(Jdbc jdbc, Dialect dialect, UUID start, Counters counters) {
    this.jdbc = jdbc;
    this.dialect = dialect;
    this.start = start;
    this.counters = counters;
  }

  void write(List<Count> counts) throws SQLException {
    if (counts.isEmpty()) {
      return;
    }
    jdbc.transaction(
        connection -> {
          try (PreparedStatement statement = prepare(connection)) {
            for (Count count : counts) {
              bind(statement, count);
              statement.addBatch();
            }
            return statement.executeBatch();
          }
        });
  }

  private PreparedStatement prepare(Connection connection) throws SQLException {
    return dialect == Dialect.POSTGRESQL
        ? connection.prepareStatement(WRITE_POSTGRESQL)
        : connection.prepareStatement(WRITE_H2);
  }

  private void bind(PreparedStatement statement, Count count) throws SQLException {
    statement.setObject(1, time(counters.begin(count.period())));
    statement.setObject(2, start);
    statement.setString(3, count.activity().client());
    statement.setString(4, count.activity().kind().id());
    statement.setString(5, count.activity().kek());
    statement.setLong(6, count.events());
  }

  /** What all servers saw, from one period on and before another, oldest first. */
  List<Count> sums(long from, long before) throws SQLException {
    return jdbc.query(
        SUMS,
        statement -> {
          statement.setObject(1, time(counters.begin(from)));
          statement.setObject(2, time(counters.begin(before)));
        },
        this::read);
  }

  private Count read(ResultSet row) throws SQLException {
    Instant begin = row.getObject(1, OffsetDateTime.class).toInstant();
    Activity.Kind kind = Activity.Kind.of(row.getString(3));
    return new Count(
        counters.period(begin),
        new Activity(row.getString(2), kind, row.getString(4)),
        row.getLong(5));
  }

  void forget(long before) throws SQLException {
    jdbc.update(FORGET, statement -> statement.setObject(1, time(counters.begin(before))));
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
