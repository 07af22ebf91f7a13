package dev.kekkai.dekstore.jdbc;

import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.Canary;
import dev.kekkai.dekstore.KekCatalog;
import dev.kekkai.dekstore.KekRecord;
import dev.kekkai.dekstore.KekState;
import dev.kekkai.dekstore.NameTakenException;
import dev.kekkai.dekstore.StoreException;
import dev.kekkai.provider.keys.KekRef;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The table {@code kek}. Thread-safe. */
public final class JdbcKekCatalog implements KekCatalog {
  private static final String SELECT =
      "select name, version, cka_id, kind, state, canary_method, canary_wrapped, canary_token,"
          + " created_at from kek";
  private static final String BY_REF = SELECT + " where name = ? and version = ?";
  private static final String PRIMARY = SELECT + " where name = ? and state = 'primary'";
  private static final String ALL = SELECT + " order by name, version";
  private static final String LOCK = SELECT + " where name = ? and version = ? for update";
  private static final String RETIRE =
      "update kek set state = 'retired', primary_of = null where name = ? and version = ? and state"
          + " = 'primary'";
  private static final String INSERT =
      "insert into kek (name, version, cka_id, kind, state, canary_method, canary_wrapped,"
          + " canary_token, created_at, primary_of) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private final Jdbc jdbc;

  /**
   * Over a database whose tables are up to date.
   *
   * @param connections gives a connection of its own to each call
   */
  public JdbcKekCatalog(DataSource connections) {
    this.jdbc = new Jdbc(connections);
  }

  @Override
  public Optional<KekRecord> find(KekRef ref) {
    return query(BY_REF, statement -> bind(statement, ref)).stream().findFirst();
  }

  @Override
  public Optional<KekRecord> primary(String name) {
    List<KekRecord> found = query(PRIMARY, statement -> statement.setString(1, name));
    if (found.size() > 1) {
      throw new StoreException(
          "The DEK store is damaged: the KEK '"
              + name
              + "' has several primary versions, "
              + found.stream().map(KekRecord::ref).toList(),
          null);
    }
    return found.stream().findFirst();
  }

  @Override
  public List<KekRecord> list() {
    return query(ALL, statement -> {});
  }

  @Override
  public void addFirst(KekRecord first) {
    if (primary(first.ref().name()).isPresent()) {
      throw new NameTakenException("the KEK '" + first.ref().name() + "'", null);
    }
    try {
      jdbc.update(INSERT, statement -> bind(statement, first));
    } catch (SQLException e) {
      if (Jdbc.isDuplicate(e)) {
        throw new NameTakenException("the KEK '" + first.ref().name() + "'", e);
      }
      throw Jdbc.failed("add a KEK", e);
    }
  }

  @Override
  public KekRecord succeed(KekRecord current, Successor successor) throws TokenException {
    return jdbc.transaction(
        "change the primary KEK version",
        connection -> {
          lock(connection, current.ref());
          KekRecord next = successor.make();
          Jdbc.update(connection, RETIRE, statement -> bind(statement, current.ref()));
          Jdbc.update(connection, INSERT, statement -> bind(statement, next));
          return next;
        });
  }

  private static void lock(Connection connection, KekRef ref) throws SQLException {
    boolean primary =
        Jdbc.query(connection, LOCK, statement -> bind(statement, ref), JdbcKekCatalog::read)
            .stream()
            .anyMatch(row -> row.state() == KekState.PRIMARY);
    if (!primary) {
      throw new StoreException(
          ref + " is no longer the primary version: somebody else rotated this KEK", null);
    }
  }

  private List<KekRecord> query(String sql, Jdbc.Binder binder) {
    return jdbc.query("read KEKs", sql, binder, JdbcKekCatalog::read);
  }

  private static void bind(PreparedStatement statement, KekRef ref) throws SQLException {
    statement.setString(1, ref.name());
    statement.setInt(2, ref.version());
  }

  private static void bind(PreparedStatement statement, KekRecord kek) throws SQLException {
    bind(statement, kek.ref());
    statement.setString(3, kek.ckaId());
    statement.setString(4, kek.kind().text());
    statement.setString(5, kek.state().id());
    statement.setString(6, kek.canary().wrapped().method().id());
    statement.setString(7, Columns.base64(kek.canary().wrapped().blob()));
    statement.setString(8, kek.canary().token());
    statement.setObject(9, Columns.time(kek.createdAt()));
    // Unique in the table, where nulls don't count: what keeps a name from two primary versions.
    statement.setString(10, kek.state() == KekState.PRIMARY ? kek.ref().name() : null);
  }

  private static KekRecord read(ResultSet row) throws SQLException {
    String label = row.getString("name") + ".v" + row.getInt("version");
    try {
      KekRef ref = KekRef.parse(label);
      return new KekRecord(
          ref,
          row.getString("cka_id"),
          kind(row.getString("kind")),
          KekState.ofId(row.getString("state")),
          new Canary(
              Columns.wrapped(ref, row, "canary_method", "canary_wrapped"),
              row.getString("canary_token")),
          Columns.time(row, "created_at"));
    } catch (IllegalArgumentException e) {
      throw Columns.malformed("KEK " + label, e);
    }
  }

  private static KeyKind kind(String text) {
    return Arrays.stream(KeyKind.values())
        .filter(kind -> kind.text().equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no key kind '" + text + "'"));
  }
}
