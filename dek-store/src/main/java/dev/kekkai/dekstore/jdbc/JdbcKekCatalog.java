package dev.kekkai.dekstore.jdbc;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.DekStore;
import dev.kekkai.dekstore.KekCatalog;
import dev.kekkai.dekstore.KekRecord;
import dev.kekkai.dekstore.KekState;
import dev.kekkai.dekstore.KekStateException;
import dev.kekkai.dekstore.NameTakenException;
import dev.kekkai.dekstore.StoreException;
import dev.kekkai.dekstore.StoreGuard;
import dev.kekkai.provider.keys.KekRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The table {@code kek}. Thread-safe. */
public final class JdbcKekCatalog implements KekCatalog {
  private static final String DEPENDENTS =
      " from dek where kek_name = ? and kek_version = ? and state <> 'destroyed'";
  private static final String COUNT = "select count(*) as deks" + DEPENDENTS;
  private static final String SOME = "select id" + DEPENDENTS + " order by id limit 5";

  private final Freshness freshness;
  private final DekStore deks;

  /**
   * Over a database whose tables are up to date.
   *
   * @param connections gives a connection of its own to each call
   */
  public JdbcKekCatalog(DataSource connections) {
    this.freshness = new Freshness(new Jdbc(connections));
    this.deks = new JdbcDekStore(connections);
  }

  @Override
  public DekStore deks() {
    return deks;
  }

  @Override
  public void guard(StoreGuard guard) {
    freshness.guard(guard);
  }

  @Override
  public Optional<KekRecord> find(KekRef ref) {
    return list().stream().filter(row -> row.ref().equals(ref)).findFirst();
  }

  @Override
  public Optional<KekRecord> primary(String name) {
    return primary(list(), name);
  }

  private static Optional<KekRecord> primary(List<KekRecord> rows, String name) {
    return rows.stream()
        .filter(row -> row.ref().name().equals(name) && row.state() == KekState.PRIMARY)
        .findFirst();
  }

  @Override
  public List<KekRecord> list() {
    return freshness.keks();
  }

  @Override
  public void addFirst(KekRecord first) {
    String name = first.ref().name();
    if (list().stream().anyMatch(row -> row.ref().name().equals(name))) {
      throw taken(name, null);
    }
    try {
      freshness.changeKeks("add a KEK", (connection, rows) -> insert(connection, first));
    } catch (TokenException e) {
      throw new StoreException("The DEK store could not add a KEK: " + e.getMessage(), e);
    }
  }

  @Override
  public KekRecord prepare(KekRecord primary, Successor successor) throws TokenException {
    return freshness
        .changeKeks(
            "prepare a KEK version",
            (connection, rows) -> {
              requireUnchanged(rows, primary);
              return insert(connection, successor.make());
            })
        .get(0);
  }

  private static void requireUnchanged(List<KekRecord> rows, KekRecord primary) {
    String name = primary.ref().name();
    if (primary(rows, name).filter(primary::equals).isEmpty()
        || rows.stream()
            .anyMatch(row -> row.ref().name().equals(name) && row.state() == KekState.PREPARED)) {
      throw new StoreException(
          primary.ref()
              + " is no longer the primary version, or another one is prepared: somebody else"
              + " rotates this KEK. Look, and try again",
          null);
    }
  }

  private static List<KekRecord> insert(Connection connection, KekRecord kek) throws SQLException {
    try {
      Jdbc.update(connection, KekRow.INSERT, statement -> KekRow.bindInsert(statement, kek));
      return List.of(kek);
    } catch (SQLException e) {
      if (Jdbc.isDuplicate(e)) {
        throw taken(kek.ref().name(), e);
      }
      throw e;
    }
  }

  private static NameTakenException taken(String name, @Nullable SQLException e) {
    return new NameTakenException("the KEK '" + name + "'", e);
  }

  @Override
  public boolean update(List<KekRecord> nexts) {
    try {
      return !freshness
          .changeKeks("change KEKs", (connection, rows) -> update(connection, rows, nexts))
          .isEmpty();
    } catch (TokenException e) {
      throw new StoreException("The DEK store could not change KEKs: " + e.getMessage(), e);
    }
  }

  private static List<KekRecord> update(
      Connection connection, List<KekRecord> rows, List<KekRecord> nexts) throws SQLException {
    for (KekRecord next : nexts) {
      if (rows.stream().noneMatch(row -> isBefore(row, next))) {
        return List.of();
      }
      requireNoDeks(connection, next);
    }
    for (KekRecord next : nexts) {
      Jdbc.update(connection, KekRow.UPDATE, statement -> KekRow.bindUpdate(statement, next));
    }
    return nexts;
  }

  private static boolean isBefore(KekRecord row, KekRecord next) {
    return row.ref().equals(next.ref()) && row.revision() == next.revision() - 1;
  }

  private static void requireNoDeks(Connection connection, KekRecord next) throws SQLException {
    if (next.state() != KekState.DESTROYED) {
      return;
    }
    Jdbc.Binder binder =
        statement -> {
          statement.setString(1, next.ref().name());
          statement.setInt(2, next.ref().version());
        };
    long count = Jdbc.query(connection, COUNT, binder, row -> row.getLong("deks")).get(0);
    if (count > 0) {
      throw KekStateException.dependents(
          next.ref(),
          count,
          Jdbc.query(connection, SOME, binder, row -> row.getObject("id", UUID.class)));
    }
  }
}
