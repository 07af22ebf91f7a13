package dev.kekkai.dekstore.jdbc;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekStore;
import dev.kekkai.dekstore.NameTakenException;
import dev.kekkai.dekstore.StoreException;
import dev.kekkai.dekstore.StoreGuard;
import dev.kekkai.dekstore.StoreHead;
import dev.kekkai.dekstore.StoreIdentity;
import dev.kekkai.provider.keys.KekRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The tables {@code dek}, {@code dek_store} and {@code dek_node}. Thread-safe. */
public final class JdbcDekStore implements DekStore {
  /** Rows that are read back at once. */
  private static final String BY_ID = DekRow.SELECT + " where id = ?";

  private static final String VERSIONS = DekRow.SELECT + " where name = ? order by version";
  private static final String BY_NAME =
      DekRow.SELECT
          + " where name = ? order by case when state = 'active' then 0 else 1 end, version desc"
          + " limit 1";
  private static final String COUNT = "select count(*) from dek";
  private static final String ALL = DekRow.SELECT + " order by name, version";
  private static final String WAITING =
      " where kek_name = ? and kek_version <> ? and state <> 'destroyed'";
  private static final String NOT_UNDER = DekRow.SELECT + WAITING + " order by id limit ?";
  private static final String NOT_UNDER_AFTER =
      DekRow.SELECT + WAITING + " and id > ? order by id limit ?";

  private static final String UNDER =
      DekRow.SELECT
          + " where kek_name = ? and kek_version = ? and state <> 'destroyed' order by id limit ?";
  private static final String UNDER_AFTER =
      DekRow.SELECT
          + " where kek_name = ? and kek_version = ? and state <> 'destroyed' and id > ?"
          + " order by id limit ?";
  private static final String COUNT_BY_KEK =
      "select kek_name, kek_version, count(*) as deks from dek where state <> 'destroyed'"
          + " group by kek_name, kek_version";

  private final DataSource connections;
  private final Jdbc jdbc;
  private final StoreRow self;
  private final Freshness freshness;

  /**
   * Over a database whose tables are up to date.
   *
   * @param connections gives a connection of its own to each call, two at once and more
   */
  public JdbcDekStore(DataSource connections) {
    this.connections = connections;
    this.jdbc = new Jdbc(connections);
    this.self = new StoreRow(jdbc);
    this.freshness = new Freshness(jdbc);
  }

  @Override
  public Optional<StoreIdentity> identity() {
    return self.read();
  }

  @Override
  public StoreIdentity setUp(SetUp setUp) throws TokenException {
    return self.setUp(setUp);
  }

  @Override
  public void add(DekRecord dek) {
    try (ReadBack second = ReadBack.before(connections)) {
      freshness.change(List.of(dek.id()), connection -> insert(connection, dek));
      second.require(List.of(dek));
    } catch (SQLException e) {
      throw refused(dek, "add a DEK", e);
    }
  }

  @Override
  public void addAll(List<DekRecord> deks) {
    if (deks.isEmpty()) {
      return;
    }
    try (ReadBack second = ReadBack.before(connections)) {
      freshness.change(
          deks.stream().map(DekRecord::id).toList(),
          connection -> {
            KekTable.requireInUse(connection, deks);
            Jdbc.batch(connection, DekRow.INSERT, deks, DekRow::bindInsert);
            return tags(deks);
          });
      second.require(deks);
    } catch (SQLException e) {
      throw refused(Jdbc.isDuplicate(e) ? taken(deks) : deks.get(0), "add DEKs", e);
    }
  }

  /** One that the store has by now, or the first where they take the name from each other. */
  private DekRecord taken(List<DekRecord> deks) {
    return deks.stream()
        .filter(dek -> find(dek.name()).isPresent())
        .findFirst()
        .orElse(deks.get(0));
  }

  @Override
  public boolean update(DekRecord expected, DekRecord next) {
    DekRow.requireNext(expected, next);
    try {
      return freshness.change(List.of(next.id()), connection -> update(connection, next));
    } catch (SQLException e) {
      throw refused(next, "change a DEK", e);
    }
  }

  @Override
  public Set<UUID> updateAll(List<DekRecord> nexts) {
    if (nexts.isEmpty()) {
      return Set.of();
    }
    Map<UUID, String> written = new HashMap<>();
    try {
      freshness.change(
          nexts.stream().map(DekRecord::id).toList(),
          connection -> {
            written.putAll(
                tags(Jdbc.eachOnce(connection, DekRow.UPDATE, nexts, DekRow::bindUpdate)));
            return written;
          });
    } catch (SQLException e) {
      throw Jdbc.failed("change DEKs", e);
    }
    return written.keySet();
  }

  @Override
  public Set<UUID> updateWrappings(List<DekRecord> nexts) {
    if (nexts.isEmpty()) {
      return Set.of();
    }
    Map<UUID, String> written = new HashMap<>();
    try {
      freshness.change(
          nexts.stream().map(DekRecord::id).toList(),
          connection -> {
            KekTable.requireInUse(connection, nexts);
            Set<UUID> ids = Wrappings.update(connection, nexts);
            written.putAll(tags(nexts.stream().filter(next -> ids.contains(next.id())).toList()));
            return written;
          });
    } catch (SQLException e) {
      throw Jdbc.failed("rewrap DEKs", e);
    }
    return written.keySet();
  }

  @Override
  public boolean succeed(DekRecord expected, DekRecord deactivated, DekRecord successor) {
    DekRow.requireNext(expected, deactivated);
    try (ReadBack second = ReadBack.before(connections)) {
      boolean done =
          freshness.change(
              List.of(deactivated.id(), successor.id()),
              connection ->
                  !update(connection, deactivated).isEmpty()
                          && !write(connection, successor).isEmpty()
                      ? tags(List.of(deactivated, successor))
                      : Map.of());
      if (done) {
        second.require(List.of(successor));
      }
      return done;
    } catch (SQLException e) {
      if (Jdbc.isDuplicate(e)) {
        return false;
      }
      throw Jdbc.failed("replace the active version of a DEK", e);
    }
  }

  private static Map<UUID, String> update(Connection connection, DekRecord next)
      throws SQLException {
    return written(
        next,
        Jdbc.update(connection, DekRow.UPDATE, statement -> DekRow.bindUpdate(statement, next)));
  }

  /** A version that waited to be activated has a row already, under whatever KEK. */
  private static Map<UUID, String> write(Connection connection, DekRecord dek) throws SQLException {
    return dek.revision() > 0 ? update(connection, dek) : insert(connection, dek);
  }

  private static Map<UUID, String> insert(Connection connection, DekRecord dek)
      throws SQLException {
    KekTable.requireInUse(connection, List.of(dek));
    return written(
        dek,
        Jdbc.update(connection, DekRow.INSERT, statement -> DekRow.bindInsert(statement, dek)));
  }

  private static Map<UUID, String> written(DekRecord dek, int rows) {
    return rows == 1 ? tags(List.of(dek)) : Map.of();
  }

  private static Map<UUID, String> tags(List<DekRecord> rows) {
    Map<UUID, String> tags = new HashMap<>();
    rows.forEach(row -> tags.put(row.id(), row.tag().mac()));
    return tags;
  }

  private static StoreException refused(DekRecord dek, String what, SQLException e) {
    return Jdbc.isDuplicate(e)
        ? new NameTakenException("the DEK '" + dek.name() + "'", e)
        : Jdbc.failed(what, e);
  }

  @Override
  public Optional<DekRecord> find(UUID id) {
    return query(BY_ID, statement -> statement.setObject(1, id)).stream().findFirst();
  }

  @Override
  public Optional<DekRecord> findProved(UUID id) {
    return freshness
        .proved(id, BY_ID, statement -> statement.setObject(1, id), DekRow::read)
        .stream()
        .findFirst();
  }

  @Override
  public void guard(StoreGuard guard) {
    freshness.guard(guard);
  }

  @Override
  public StoreHead head(StoreGuard guard) {
    return freshness.head(guard);
  }

  @Override
  public StoreHead raise(StoreGuard guard, long counter) {
    try {
      return freshness.raise(guard, counter);
    } catch (SQLException e) {
      throw Jdbc.failed("raise its counter", e);
    }
  }

  @Override
  public Optional<DekRecord> find(String name) {
    return query(BY_NAME, statement -> statement.setString(1, name)).stream().findFirst();
  }

  @Override
  public List<DekRecord> versions(String name) {
    return query(VERSIONS, statement -> statement.setString(1, name));
  }

  @Override
  public long count() {
    return jdbc.query("count DEKs", COUNT, statement -> {}, row -> row.getLong(1)).get(0);
  }

  @Override
  public List<DekRecord> list() {
    return query(ALL, statement -> {});
  }

  @Override
  public List<DekRecord> page(@Nullable UUID after, int limit) {
    return jdbc.reading("read DEKs", connection -> DekRow.page(connection, after, limit));
  }

  @Override
  public void readAll(RowVisitor visitor) throws TokenException {
    freshness.readAll(visitor);
  }

  @Override
  public List<DekRecord> notUnder(KekRef primary, @Nullable UUID after, int limit) {
    return ofKek(after == null ? NOT_UNDER : NOT_UNDER_AFTER, primary, after, limit);
  }

  @Override
  public List<DekRecord> under(KekRef kek, @Nullable UUID after, int limit) {
    return ofKek(after == null ? UNDER : UNDER_AFTER, kek, after, limit);
  }

  private List<DekRecord> ofKek(String sql, KekRef kek, @Nullable UUID after, int limit) {
    return query(
        sql,
        statement -> {
          int i = 1;
          statement.setString(i++, kek.name());
          statement.setInt(i++, kek.version());
          if (after != null) {
            statement.setObject(i++, after);
          }
          statement.setInt(i, limit);
        });
  }

  @Override
  public SortedMap<KekRef, Long> countByKek() {
    SortedMap<KekRef, Long> counts =
        new TreeMap<>(Comparator.comparing(KekRef::name).thenComparing(KekRef::version));
    jdbc.query(
        "count its DEKs",
        COUNT_BY_KEK,
        statement -> {},
        row ->
            counts.put(
                new KekRef(row.getString("kek_name"), row.getInt("kek_version")),
                row.getLong("deks")));
    return counts;
  }

  private List<DekRecord> query(String sql, Jdbc.Binder binder) {
    return jdbc.query("read DEKs", sql, binder, DekRow::read);
  }
}
