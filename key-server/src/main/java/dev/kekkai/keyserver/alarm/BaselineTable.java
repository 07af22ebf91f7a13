package dev.kekkai.keyserver.alarm;

import dev.kekkai.keyserver.db.Jdbc;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The table {@code client_baseline}: what all servers have learned together. Each period of a
 * client is learned by whichever server comes first; the time it was learned to tells the others.
 */
final class BaselineTable {
  private static final String ALL =
      "select client, kek, mean, variance, periods, learned_to from client_baseline";
  private static final String ADD =
      "insert into client_baseline (mean, variance, periods, learned_to, client, kek)"
          + " values (?, ?, ?, ?, ?, ?)";
  private static final String REPLACE =
      "update client_baseline set mean = ?, variance = ?, periods = ?, learned_to = ?"
          + " where client = ? and kek = ? and learned_to < ?";

  private final Jdbc jdbc;
  private final AlarmSettings settings;

  BaselineTable(Jdbc jdbc, AlarmSettings settings) {
    this.jdbc = jdbc;
    this.settings = settings;
  }

  Map<Subject, Baseline> all() throws SQLException {
    Map<Subject, Baseline> all = new HashMap<>();
    rows().forEach((subject, row) -> all.put(subject, row.baseline));
    return all;
  }

  private Map<Subject, Row> rows() throws SQLException {
    Map<Subject, Row> rows = new HashMap<>();
    jdbc.query(ALL, Jdbc.Binder.NOTHING, row -> rows.put(subject(row), row(row)));
    return rows;
  }

  /**
   * Learns periods that are over.
   *
   * @param counts of opened items, oldest first, a count for each client, KEK and period
   */
  void learn(List<Count> counts, Counters counters) throws SQLException {
    Map<Subject, Row> rows = rows();
    for (Count count : counts) {
      Subject subject = new Subject(count.activity().client(), count.activity().kek());
      Instant period = counters.begin(count.period());
      Row known = rows.get(subject);
      if (known != null && !known.learnedTo.isBefore(period)) {
        continue;
      }
      Baseline before = known == null ? Baseline.NONE : known.baseline;
      Row next = new Row(before.with(count.events(), settings), period);
      if (known == null ? add(subject, next) : replace(subject, next)) {
        rows.put(subject, next);
      } else {
        return; // another server learns the same just now
      }
    }
  }

  private boolean add(Subject subject, Row row) throws SQLException {
    try {
      return jdbc.update(ADD, statement -> bind(statement, subject, row)) == 1;
    } catch (SQLException e) {
      if (Jdbc.isDuplicate(e)) {
        return false;
      }
      throw e;
    }
  }

  private boolean replace(Subject subject, Row row) throws SQLException {
    return jdbc.update(
            REPLACE,
            statement -> {
              bind(statement, subject, row);
              statement.setObject(7, row.learnedTo.atOffset(ZoneOffset.UTC));
            })
        == 1;
  }

  private static void bind(PreparedStatement statement, Subject subject, Row row)
      throws SQLException {
    statement.setDouble(1, row.baseline.mean());
    statement.setDouble(2, row.baseline.variance());
    statement.setLong(3, row.baseline.periods());
    statement.setObject(4, row.learnedTo.atOffset(ZoneOffset.UTC));
    statement.setString(5, subject.client);
    statement.setString(6, subject.kek);
  }

  private static Subject subject(ResultSet row) throws SQLException {
    return new Subject(row.getString(1), row.getString(2));
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        new Baseline(row.getDouble(3), row.getDouble(4), row.getLong(5)),
        row.getObject(6, OffsetDateTime.class).toInstant());
  }

  /** Whose rate it is. */
  record Subject(String client, String kek) {}

  private record Row(Baseline baseline, Instant learnedTo) {}
}
