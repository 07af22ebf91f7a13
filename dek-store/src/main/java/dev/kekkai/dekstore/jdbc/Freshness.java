package dev.kekkai.dekstore.jdbc;

import dev.kekkai.dekstore.StoreGuard;
import dev.kekkai.dekstore.StoreHead;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the digests over all rows and the head up to date with each change, and proves rows by
 * them. A change first proves what it builds on, so that nothing that somebody else did is taken
 * over. Changes wait for one another. Thread-safe.
 */
final class Freshness {
  private final Jdbc jdbc;
  private volatile @Nullable StoreGuard guard;
  private volatile HeadRow.@Nullable Tagged known;

  Freshness(Jdbc jdbc) {
    this.jdbc = jdbc;
  }

  void guard(StoreGuard by) {
    guard = by;
  }

  /** Changes rows, and the head with them; without a guard, rows only. */
  boolean change(Collection<UUID> ids, Jdbc.Statements work) throws SQLException {
    StoreGuard by = guard;
    if (by == null) {
      return jdbc.atomically(work);
    }
    by.requireWritable();
    StoreHead[] next = new StoreHead[1];
    boolean done =
        jdbc.atomically(
            connection -> {
              StoreHead head = verified(HeadRow.locked(connection), by);
              HashTree tree = HashTree.proved(connection, head.root(), ids);
              if (!work.on(connection)) {
                return false;
              }
              next[0] = new StoreHead(head.store(), head.counter() + 1, tree.update(ids));
              HeadRow.write(connection, next[0], HeadRow.tag(by, next[0]));
              return true;
            });
    if (done) {
      by.changed(next[0]);
    }
    return done;
  }

  /** Reads a row, and proves that it is the one there is. */
  <T> List<T> proved(UUID id, String sql, Jdbc.Binder binder, Jdbc.Reader<T> reader) {
    StoreGuard by = guard;
    if (by == null) {
      return jdbc.query("read DEKs", sql, binder, reader);
    }
    return jdbc.snapshot(
        "read DEKs",
        connection -> {
          List<T> rows = Jdbc.query(connection, sql, binder, reader);
          StoreHead head = verified(HeadRow.read(connection), by);
          HashTree.proved(connection, head.root(), List.of(id));
          return rows;
        });
  }

  /** The head as it is, verified. */
  StoreHead head(StoreGuard by) {
    return jdbc.snapshot("read its head", connection -> verified(HeadRow.read(connection), by));
  }

  /** Moves the head's counter on; the rows stay. */
  StoreHead raise(StoreGuard by, long counter) throws SQLException {
    StoreHead[] next = new StoreHead[1];
    jdbc.atomically(
        connection -> {
          StoreHead head = verified(HeadRow.locked(connection), by);
          if (counter <= head.counter()) {
            throw new IllegalArgumentException("A store's counter goes up only");
          }
          next[0] = new StoreHead(head.store(), counter, head.root());
          HeadRow.write(connection, next[0], HeadRow.tag(by, next[0]));
          return true;
        });
    return next[0];
  }

  /** The first head of a store that is set up now, over the rows it has. */
  static void build(Connection connection, UUID store, StoreGuard by) throws SQLException {
    StoreHead first = new StoreHead(store, 1, HashTree.build(connection));
    HeadRow.write(connection, first, HeadRow.tag(by, first));
  }

  /** The token is asked once for each head. */
  private StoreHead verified(HeadRow.Tagged read, StoreGuard by) {
    if (!read.equals(known)) {
      known = read.verified(by);
    }
    return read.head();
  }
}
