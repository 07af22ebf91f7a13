package dev.kekkai.keyserver.limit;

import dev.kekkai.keyserver.db.Dialect;
import dev.kekkai.keyserver.db.Jdbc;
import io.github.bucket4j.util.concurrent.batch.BatchHelper;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Nonces in the table {@code nonce}, whose primary key decides. What many threads ask for at a time
 * goes to PostgreSQL in one statement. Thread-safe.
 */
final class DatabaseNonceStore implements NonceStore {
  private static final String USE_ALL =
      "insert into nonce (key_id, nonce, expires) select * from unnest(?, ?, ?)"
          + " on conflict do nothing returning key_id, nonce";

  private static final String USE_ONE =
      "insert into nonce (key_id, nonce, expires) values (?, ?, ?)";

  /**
   * By the database's clock, and later than any server takes the signature: the clocks of servers
   * may differ, and whoever is late must still find the nonce.
   */
  private static final String REMOVE =
      "delete from nonce where (key_id, nonce) in (select key_id, nonce from nonce"
          + " where expires < current_timestamp - interval '10' minute order by expires limit ?";

  private static final String REMOVE_H2 = REMOVE + ")";

  /** Servers that tidy up at one time don't wait for each other. */
  private static final String REMOVE_POSTGRESQL = REMOVE + " for update skip locked)";

  private final Jdbc jdbc;
  private final Dialect dialect;
  private final BatchHelper<Use, Boolean, List<Use>, List<Boolean>> batches =
      BatchHelper.create(uses -> uses, this::useAll, (uses, results) -> results);

  DatabaseNonceStore(DataSource connections, Dialect dialect) {
    this.jdbc = new Jdbc(connections);
    this.dialect = dialect;
  }

  @Override
  public boolean use(String keyId, String nonce, Instant until) throws LimitUnavailableException {
    try {
      return batches.execute(new Use(new Name(keyId, nonce), until));
    } catch (RuntimeException e) {
      throw LimitUnavailableException.of("nonces", e);
    }
  }

  /** Which of them were new, in their order. */
  List<Boolean> useAll(List<Use> uses) {
    // sorted, so that two servers with the same nonces wait for each other and don't deadlock
    Map<Name, Instant> distinct = new TreeMap<>();
    uses.forEach(use -> distinct.putIfAbsent(use.name, use.until));
    try {
      Set<Name> fresh = dialect == Dialect.POSTGRESQL ? insertAll(distinct) : insertEach(distinct);
      List<Boolean> results = new ArrayList<>(uses.size());
      // of two equal ones in this batch the first is new
      uses.forEach(use -> results.add(fresh.remove(use.name)));
      return results;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Set<Name> insertAll(Map<Name, Instant> uses) throws SQLException {
    return new HashSet<>(
        jdbc.query(
            USE_ALL,
            statement -> {
              statement.setArray(1, array(statement, "text", uses.keySet(), Name::keyId));
              statement.setArray(2, array(statement, "text", uses.keySet(), Name::nonce));
              statement.setArray(
                  3, array(statement, "timestamptz", uses.values(), DatabaseNonceStore::time));
            },
            row -> new Name(row.getString(1), row.getString(2))));
  }

  private static <T> Array array(
      PreparedStatement statement, String type, Iterable<T> of, Function<T, Object> element)
      throws SQLException {
    List<Object> elements = new ArrayList<>();
    of.forEach(value -> elements.add(element.apply(value)));
    return statement.getConnection().createArrayOf(type, elements.toArray());
  }

  private Set<Name> insertEach(Map<Name, Instant> uses) throws SQLException {
    Set<Name> fresh = new HashSet<>();
    for (Map.Entry<Name, Instant> use : uses.entrySet()) {
      if (insert(use.getKey(), use.getValue())) {
        fresh.add(use.getKey());
      }
    }
    return fresh;
  }

  private boolean insert(Name name, Instant until) throws SQLException {
    try {
      jdbc.update(
          USE_ONE,
          statement -> {
            statement.setString(1, name.keyId);
            statement.setString(2, name.nonce);
            statement.setObject(3, time(until));
          });
      return true;
    } catch (SQLException e) {
      if (Jdbc.isDuplicate(e)) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Removes nonces that no server takes any more.
   *
   * @param most how many at most, so that no lock is held for long
   * @return how many there were
   */
  int removeExpired(int most) throws SQLException {
    return dialect == Dialect.POSTGRESQL
        ? jdbc.update(REMOVE_POSTGRESQL, statement -> statement.setInt(1, most))
        : jdbc.update(REMOVE_H2, statement -> statement.setInt(1, most));
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  /** A nonce counts for the key that signed it. */
  record Name(String keyId, String nonce) implements Comparable<Name> {
    private static final Comparator<Name> ORDER =
        Comparator.comparing(Name::keyId).thenComparing(Name::nonce);

    @Override
    public int compareTo(Name other) {
      return ORDER.compare(this, other);
    }
  }

  /** A nonce and when it may be forgotten. */
  record Use(Name name, Instant until) {}
}
