package dev.kekkai.keyserver.keks;

import dev.kekkai.keyserver.db.Jdbc;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;

/** KEK sets in the database that all servers share. Thread-safe. */
public final class JdbcKekSetStore implements KekSetStore {
  private static final String NEWEST =
      "select version, issued, jws from kek_set order by version desc limit 1";
  private static final String ADD =
      "insert into kek_set (version, issued, server, jws) values (?, ?, ?, ?)";
  private static final String REPLACE =
      "update kek_set set issued = ?, server = ?, jws = ? where version = ? and issued = ?";

  private final Jdbc jdbc;
  private final String server;

  /**
   * Over a database whose tables are up to date.
   *
   * @param connections gives a connection of its own to each call
   * @param server this server's name, which is noted beside each set
   */
  public JdbcKekSetStore(DataSource connections, String server) {
    this.jdbc = new Jdbc(connections);
    this.server = server;
  }

  @Override
  public Optional<StoredKekSet> newest() throws KeksUnavailableException {
    try {
      return jdbc
          .query(
              NEWEST,
              Jdbc.Binder.NOTHING,
              row ->
                  new StoredKekSet(
                      row.getLong(1),
                      row.getObject(2, OffsetDateTime.class).toEpochSecond(),
                      row.getString(3)))
          .stream()
          .findFirst();
    } catch (SQLException e) {
      throw away(e);
    }
  }

  @Override
  public boolean add(StoredKekSet set) throws KeksUnavailableException {
    try {
      jdbc.update(
          ADD,
          statement -> {
            statement.setLong(1, set.version());
            statement.setObject(2, time(set.issued()));
            statement.setString(3, server);
            statement.setString(4, set.jws());
          });
      return true;
    } catch (SQLException e) {
      if (Jdbc.isDuplicate(e)) {
        return false;
      }
      throw away(e);
    }
  }

  @Override
  public boolean replace(StoredKekSet old, StoredKekSet renewed) throws KeksUnavailableException {
    try {
      return jdbc.update(
              REPLACE,
              statement -> {
                statement.setObject(1, time(renewed.issued()));
                statement.setString(2, server);
                statement.setString(3, renewed.jws());
                statement.setLong(4, old.version());
                statement.setObject(5, time(old.issued()));
              })
          == 1;
    } catch (SQLException e) {
      throw away(e);
    }
  }

  private static OffsetDateTime time(long epochSecond) {
    return Instant.ofEpochSecond(epochSecond).atOffset(ZoneOffset.UTC);
  }

  private static KeksUnavailableException away(SQLException e) {
    return new KeksUnavailableException(
        "The database does not give or take the KEK set: " + e.getMessage(), e);
  }
}
