package dev.kekkai.dekstore.jdbc;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.DekStore;
import dev.kekkai.dekstore.KekRecord;
import dev.kekkai.dekstore.StoreGuard;
import dev.kekkai.dekstore.StoreHead;
import dev.kekkai.dekstore.StoreReadOnlyException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the digests over all rows and the head up to date with each change, and proves rows by
 * them. A change first proves what it builds on, so that nothing that somebody else did is taken
 * over. Changes wait for one another. A store that was put back under a running process is not
 * changed any more. Thread-safe.
 */
final class Freshness {
  private final Jdbc jdbc;
  private volatile @Nullable StoreGuard guard;

  /** The newest head that was seen, verified; null before the first one. */
  private final AtomicReference<HeadRow.@Nullable Tagged> newest = new AtomicReference<>();

  private volatile @Nullable ProvedKeks provedKeks;

  /** Rows of KEKs that a head has proved. */
  private record ProvedKeks(String digest, List<KekRecord> rows) {}

  Freshness(Jdbc jdbc) {
    this.jdbc = jdbc;
  }

  /** Whoever sets another guard has made sure of the store's head by other means, or accepts it. */
  void guard(StoreGuard by) {
    guard = by;
    newest.set(null);
    provedKeks = null;
  }

  /** Statements that change rows. */
  interface Change {
    /** Tags of the rows that were written, by their ids; empty when none was. */
    Map<UUID, String> on(Connection connection) throws SQLException;
  }

  /** Changes some of these rows, and the head with them; without a guard, rows only. */
  boolean change(Collection<UUID> ids, Change work) throws SQLException {
    StoreGuard by = guard;
    if (by == null) {
      return jdbc.atomically(connection -> !work.on(connection).isEmpty());
    }
    by.requireWritable();
    HeadRow.Tagged seen = newest.get(); // before this transaction sees anything
    HeadRow.Tagged[] next = new HeadRow.Tagged[1];
    boolean done =
        jdbc.atomically(
            connection -> {
              StoreHead head = notOlder(verified(HeadRow.locked(connection), by), seen);
              HashTree tree = HashTree.proved(connection, head.root(), ids);
              Map<UUID, String> written = work.on(connection);
              if (written.isEmpty()) {
                return false;
              }
              next[0] = write(connection, by, head.next(tree.update(written), head.keks()));
              return true;
            });
    if (done) {
      remember(next[0]);
      by.changed(next[0].head());
    }
    return done;
  }

  /** Statements that change rows of KEKs. */
  interface KekChange {
    /**
     * Given the rows that there are, proved where there is a guard, the ones that were written;
     * empty when none was.
     */
    List<KekRecord> on(Connection connection, List<KekRecord> rows)
        throws SQLException, TokenException;
  }

  /**
   * Changes rows of KEKs, and the head with them; the whole table is proved first. Without a guard,
   * rows only.
   */
  List<KekRecord> changeKeks(String what, KekChange work) throws TokenException {
    StoreGuard by = guard;
    if (by == null) {
      return jdbc.transaction(what, connection -> work.on(connection, KekTable.locked(connection)));
    }
    by.requireWritable();
    HeadRow.Tagged seen = newest.get(); // before this transaction sees anything
    HeadRow.Tagged[] next = new HeadRow.Tagged[1];
    List<KekRecord> done =
        jdbc.transaction(
            what,
            connection -> {
              StoreHead head = notOlder(verified(HeadRow.locked(connection), by), seen);
              List<KekRecord> rows = KekTable.proved(connection, head.keks());
              List<KekRecord> written = work.on(connection, rows);
              if (!written.isEmpty()) {
                String keks = KekTable.digest(KekTable.with(rows, written));
                next[0] = write(connection, by, head.next(head.root(), keks));
              }
              return written;
            });
    if (!done.isEmpty()) {
      remember(next[0]);
      by.changed(next[0].head());
    }
    return done;
  }

  /** The rows of all KEKs; with a guard they are proved, and read again only when they changed. */
  List<KekRecord> keks() {
    StoreGuard by = guard;
    if (by == null) {
      return jdbc.reading("read KEKs", KekTable::read);
    }
    ProvedKeks last = provedKeks;
    if (last != null && last.digest().equals(verified(readHead(), by).keks())) {
      return last.rows();
    }
    return jdbc.snapshot(
        "read KEKs",
        connection -> {
          StoreHead head = verified(HeadRow.read(connection), by);
          List<KekRecord> rows = KekTable.proved(connection, head.keks());
          provedKeks = new ProvedKeks(head.keks(), rows);
          return rows;
        });
  }

  private HeadRow.Tagged readHead() {
    return jdbc.reading("read its head", connection -> HeadRow.read(connection));
  }

  /** Shows all rows to a visitor as they are at one moment, and proves that there are no others. */
  void readAll(DekStore.RowVisitor visitor) throws TokenException {
    StoreGuard by = guard;
    jdbc.snapshot(
        "read DEKs",
        connection -> {
          String root = HashTree.rootOfAll(connection, visitor);
          if (by != null) {
            HashTree.require(verified(HeadRow.read(connection), by).root(), root, "the root");
          }
          return Boolean.TRUE;
        });
  }

  private static HeadRow.Tagged write(Connection connection, StoreGuard by, StoreHead head)
      throws SQLException {
    HeadRow.Tagged tagged = new HeadRow.Tagged(head, HeadRow.tag(by, head));
    HeadRow.write(connection, tagged);
    return tagged;
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
    HeadRow.Tagged[] next = new HeadRow.Tagged[1];
    jdbc.atomically(
        connection -> {
          StoreHead head = verified(HeadRow.locked(connection), by);
          if (counter <= head.counter()) {
            throw new IllegalArgumentException("A store's counter goes up only");
          }
          next[0] = write(connection, by, head.at(counter));
          return true;
        });
    remember(next[0]);
    return next[0].head();
  }

  /** The first head of a store that is set up now, over the rows it has. */
  static void build(Connection connection, UUID store, StoreGuard by) throws SQLException {
    String keks = KekTable.digest(KekTable.read(connection));
    StoreHead first = new StoreHead(store, 1, HashTree.build(connection), keks);
    HeadRow.write(connection, new HeadRow.Tagged(first, HeadRow.tag(by, first)));
  }

  /** The token is asked once for each head. */
  private StoreHead verified(HeadRow.Tagged read, StoreGuard by) {
    if (!read.equals(newest.get())) {
      remember(read.verified(by));
    }
    return read.head();
  }

  private void remember(HeadRow.Tagged seen) {
    newest.accumulateAndGet(
        seen,
        (before, now) ->
            before == null || (now != null && now.head().counter() > before.head().counter())
                ? now
                : before);
  }

  /** A store that was put back as a whole has a head that fits, too: of an older time. */
  private static StoreHead notOlder(StoreHead found, HeadRow.@Nullable Tagged seen) {
    if (seen != null && found.isOlderThan(seen.head())) {
      throw new StoreReadOnlyException("this process", seen.head(), found);
    }
    return found;
  }
}
