package dev.kekkai.keyserver.audit.reject;

import dev.kekkai.keyserver.audit.reject.RejectSample.Counted;
import dev.kekkai.keyserver.audit.reject.RejectSample.Part;
import dev.kekkai.keyserver.audit.reject.RejectSample.Reject;
import dev.kekkai.keyserver.db.Database;
import dev.kekkai.keyserver.db.Jdbc;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/**
 * The tables {@code reject} and {@code reject_count}. A server has so many slots and writes them in
 * turn: its table never grows beyond them. For one thread.
 */
final class RejectTable {
  private static final String NEWEST_SLOT =
      "select slot from reject where server = ? order by seen_at desc, slot desc limit 1";
  private static final String DELETE_SLOT = "delete from reject where server = ? and slot = ?";
  private static final String INSERT =
      "insert into reject (server, slot, seen_at, reason, peer, detail) values (?, ?, ?, ?, ?, ?)";
  private static final String ADD =
      "update reject_count set seen = seen + ? where server = ? and period = ? and reason = ?";
  private static final String INSERT_COUNT =
      "insert into reject_count (seen, server, period, reason) values (?, ?, ?, ?)";
  private static final String FORGET = "delete from reject_count where period < ?";

  private final Jdbc jdbc;
  private final String server;
  private final RejectSettings settings;
  private final Clock clock;
  private int nextSlot = -1;

  RejectTable(Database database, String server, RejectSettings settings, Clock clock) {
    this.jdbc = new Jdbc(database.connections());
    this.server = server;
    this.settings = settings;
    this.clock = clock;
  }

  void write(Part part) throws SQLException {
    if (nextSlot < 0) {
      nextSlot = slotAfterTheNewest();
    }
    nextSlot =
        jdbc.transaction(
            connection -> {
              for (Map.Entry<Counted, Long> count : part.counts().entrySet()) {
                count(connection, count.getKey(), count.getValue());
              }
              return keep(connection, part.kept());
            });
  }

  /** A server that starts again goes on where it was. */
  private int slotAfterTheNewest() throws SQLException {
    List<Integer> newest =
        jdbc.query(NEWEST_SLOT, statement -> statement.setString(1, server), row -> row.getInt(1));
    return newest.isEmpty() ? 0 : (newest.get(0) + 1) % settings.rows();
  }

  private void count(Connection connection, Counted counted, long seen) throws SQLException {
    Jdbc.Binder binder =
        statement -> {
          statement.setLong(1, seen);
          statement.setString(2, server);
          statement.setObject(3, column(counted.minute()));
          statement.setString(4, counted.reason());
        };
    if (Jdbc.update(connection, ADD, binder) == 0) {
      Jdbc.update(connection, INSERT_COUNT, binder);
    }
  }

  private int keep(Connection connection, List<Reject> kept) throws SQLException {
    int slot = nextSlot;
    try (PreparedStatement delete = connection.prepareStatement(DELETE_SLOT);
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (Reject reject : kept) {
        delete.setString(1, server);
        delete.setInt(2, slot);
        delete.executeUpdate();
        insert.setString(1, server);
        insert.setInt(2, slot);
        insert.setObject(3, column(reject.at()));
        insert.setString(4, reject.reason());
        insert.setString(5, reject.peer());
        insert.setString(6, reject.detail());
        insert.executeUpdate();
        slot = (slot + 1) % settings.rows();
      }
    }
    return slot;
  }

  void forget() throws SQLException {
    Instant before = clock.instant().minus(settings.countsFor());
    jdbc.update(FORGET, statement -> statement.setObject(1, column(before)));
  }

  private static OffsetDateTime column(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
