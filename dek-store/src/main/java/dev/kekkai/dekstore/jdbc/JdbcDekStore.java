package dev.kekkai.dekstore.jdbc;

import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekState;
import dev.kekkai.dekstore.DekStore;
import dev.kekkai.dekstore.NameTakenException;
import dev.kekkai.dekstore.StoreException;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.WrappedDek;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The table {@code dek}. Thread-safe. */
public final class JdbcDekStore implements DekStore {
  private static final String SELECT =
      "select id, name, kek_name, kek_version, wrap_method, wrapped, check_token, state, created_at"
          + " from dek";
  private static final String BY_ID = SELECT + " where id = ?";
  private static final String BY_NAME = SELECT + " where name = ?";
  private static final String ALL = SELECT + " order by name";
  private static final String NOT_UNDER =
      SELECT + " where kek_name = ? and kek_version <> ? order by id limit ?";
  private static final String NOT_UNDER_AFTER =
      SELECT + " where kek_name = ? and kek_version <> ? and id > ? order by id limit ?";
  private static final String INSERT =
      "insert into dek (id, name, kek_name, kek_version, wrap_method, wrapped, check_token, state,"
          + " created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String REPLACE =
      "update dek set kek_name = ?, kek_version = ?, wrap_method = ?, wrapped = ? where id = ? and"
          + " kek_name = ? and kek_version = ? and wrap_method = ? and wrapped = ?";

  private final Jdbc jdbc;

  /**
   * Over a database whose tables are up to date.
   *
   * @param connections gives a connection of its own to each call
   */
  public JdbcDekStore(DataSource connections) {
    this.jdbc = new Jdbc(connections);
  }

  @Override
  public void add(DekRecord dek) {
    try {
      jdbc.update(INSERT, statement -> bind(statement, dek));
    } catch (SQLException e) {
      if (Jdbc.isDuplicate(e)) {
        throw new NameTakenException("the DEK '" + dek.name() + "'", e);
      }
      throw Jdbc.failed("add a DEK", e);
    }
    if (find(dek.id()).filter(dek::equals).isEmpty()) {
      throw new StoreException(
          "The row of the new DEK '" + dek.name() + "' could not be read back as it was written",
          null);
    }
  }

  @Override
  public Optional<DekRecord> find(UUID id) {
    return query(BY_ID, statement -> statement.setObject(1, id)).stream().findFirst();
  }

  @Override
  public Optional<DekRecord> find(String name) {
    return query(BY_NAME, statement -> statement.setString(1, name)).stream().findFirst();
  }

  @Override
  public List<DekRecord> list() {
    return query(ALL, statement -> {});
  }

  @Override
  public List<DekRecord> notUnder(KekRef primary, @Nullable UUID after, int limit) {
    return query(
        after == null ? NOT_UNDER : NOT_UNDER_AFTER,
        statement -> {
          int i = 1;
          statement.setString(i++, primary.name());
          statement.setInt(i++, primary.version());
          if (after != null) {
            statement.setObject(i++, after);
          }
          statement.setInt(i, limit);
        });
  }

  @Override
  public boolean replace(DekRecord expected, WrappedDek replacement) {
    try {
      return jdbc.update(
              REPLACE,
              statement -> {
                bind(statement, 1, replacement);
                statement.setObject(5, expected.id());
                bind(statement, 6, expected.wrapped());
              })
          == 1;
    } catch (SQLException e) {
      throw Jdbc.failed("replace a wrapped DEK", e);
    }
  }

  private List<DekRecord> query(String sql, Jdbc.Binder binder) {
    return jdbc.query("read DEKs", sql, binder, JdbcDekStore::read);
  }

  private static void bind(PreparedStatement statement, DekRecord dek) throws SQLException {
    statement.setObject(1, dek.id());
    statement.setString(2, dek.name());
    bind(statement, 3, dek.wrapped());
    statement.setString(7, dek.checkToken());
    statement.setString(8, dek.state().id());
    statement.setObject(9, Columns.time(dek.createdAt()));
  }

  private static void bind(PreparedStatement statement, int first, WrappedDek wrapped)
      throws SQLException {
    statement.setString(first, wrapped.kek().name());
    statement.setInt(first + 1, wrapped.kek().version());
    statement.setString(first + 2, wrapped.method().id());
    statement.setString(first + 3, Columns.base64(wrapped.blob()));
  }

  private static DekRecord read(ResultSet row) throws SQLException {
    String id = row.getString("id");
    try {
      KekRef kek = new KekRef(row.getString("kek_name"), row.getInt("kek_version"));
      return new DekRecord(
          UUID.fromString(id),
          row.getString("name"),
          Columns.wrapped(kek, row, "wrap_method", "wrapped"),
          row.getString("check_token"),
          DekState.ofId(row.getString("state")),
          Columns.time(row, "created_at"));
    } catch (IllegalArgumentException e) {
      throw Columns.malformed("DEK " + id, e);
    }
  }
}
