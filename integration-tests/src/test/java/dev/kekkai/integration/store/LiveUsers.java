package dev.kekkai.integration.store;

import dev.kekkai.dekstore.column.DualReadColumn;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Applications on a table whose column is being migrated: they know which value each row must have,
 * since each row has one writer, and check all that they read.
 */
final class LiveUsers {
  private final String url;
  private final int rows;
  private final DualReadColumn column;

  /** Which write of each row was acknowledged last. */
  private final AtomicLongArray acknowledged;

  /** Rows that were inserted meanwhile. */
  private final Map<Long, String> inserted = new ConcurrentHashMap<>();

  private final AtomicLong nextId = new AtomicLong();
  private final LongAdder reads = new LongAdder();
  private final LongAdder writes = new LongAdder();
  private final List<Object> failures = new CopyOnWriteArrayList<>();

  LiveUsers(String url, int rows, DualReadColumn column) {
    this.url = url;
    this.rows = rows;
    this.column = column;
    this.acknowledged = new AtomicLongArray(rows + 1);
    nextId.set(rows);
  }

  /** Threads of one release, until they are told to stop. */
  final class Release {
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile boolean stops;

    private interface Work {
      void on(Connection connection, Random random) throws Exception;
    }

    private void start(int seed, Work work) {
      Thread thread = new Thread(() -> loop(new Random(seed), work), "release");
      threads.add(thread);
      thread.start();
    }

    private void loop(Random random, Work work) {
      try (Connection connection = DriverManager.getConnection(url)) {
        while (!stops) {
          work.on(connection, random);
          Thread.sleep(1);
        }
      } catch (Exception | Error e) {
        failures.add(e);
      }
    }

    void stop() throws InterruptedException {
      stops = true;
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  /** The release of before: it writes the plaintext, and knows of nothing else. */
  Release old() {
    Release release = new Release();
    release.start(
        1,
        (connection, random) -> {
          int id = ownRow(random, 0);
          write(connection, id, "update users set otp = ? where id = ?", false);
        });
    release.start(6, (connection, random) -> insertAndDelete(connection, random, false));
    return release;
  }

  /** The release that reads both and writes both. */
  Release dual() {
    Release release = new Release();
    release.start(2, this::read);
    release.start(3, this::read);
    release.start(
        4,
        (connection, random) -> {
          int id = ownRow(random, 1);
          write(connection, id, "update users set otp = ?, otp_enc = ? where id = ?", true);
        });
    release.start(5, (connection, random) -> insertAndDelete(connection, random, true));
    return release;
  }

  /** Of three writers each has rows of its own. */
  private int ownRow(Random random, int writer) {
    return 1 + random.nextInt(rows / 3) * 3 + writer;
  }

  static String value(long id, long write) {
    return (id + write) % 10 == 0 ? null : "secret-" + id + "-" + write;
  }

  private void write(Connection connection, int id, String sql, boolean token) throws Exception {
    long next = acknowledged.get(id) + 1;
    String value = value(id, next);
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setString(1, token ? column.plaintext(value) : value);
      if (token) {
        update.setString(2, column.textToken(value, Integer.toString(id)));
      }
      update.setLong(token ? 3 : 2, id);
      if (update.executeUpdate() != 1) {
        failures.add("row " + id + " is gone");
      }
    }
    acknowledged.set(id, next);
    writes.increment();
  }

  private void read(Connection connection, Random random) throws Exception {
    int id = 1 + random.nextInt(rows);
    long before = acknowledged.get(id);
    String found = read(connection, id);
    long after = acknowledged.get(id) + 1; // one more may be on its way
    for (long write = before; write <= after; write++) {
      if (Objects.equals(found, value(id, write))) {
        reads.increment();
        return;
      }
    }
    failures.add(
        "row " + id + " has " + found + ", after " + before + " writes and before " + after);
  }

  private String read(Connection connection, long id) throws Exception {
    try (PreparedStatement select =
        connection.prepareStatement("select otp_enc, otp from users where id = ?")) {
      select.setLong(1, id);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return column.readText(row.getString(1), row.getString(2), Long.toString(id));
      }
    }
  }

  private void insertAndDelete(Connection connection, Random random, boolean token)
      throws Exception {
    long id = nextId.incrementAndGet();
    String value = "new-" + id;
    try (PreparedStatement insert =
        connection.prepareStatement("insert into users (id, otp, otp_enc) values (?, ?, ?)")) {
      insert.setLong(1, id);
      insert.setString(2, column.plaintext(value));
      insert.setString(3, token ? column.textToken(value, Long.toString(id)) : null);
      insert.executeUpdate();
    }
    if (!value.equals(read(connection, id))) {
      failures.add("row " + id + " is not as it was inserted");
    }
    if (random.nextBoolean()) {
      inserted.put(id, value);
    } else {
      delete(connection, id);
    }
    writes.increment();
  }

  private static void delete(Connection connection, long id) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement("delete from users where id = ?")) {
      delete.setLong(1, id);
      delete.executeUpdate();
    }
  }

  /** What a row must hold in the end; an id that was deleted, or never there, is an error. */
  String expected(long id) {
    if (id <= rows) {
      return value(id, acknowledged.get((int) id));
    }
    return Objects.requireNonNull(inserted.get(id), "a row that was deleted");
  }

  long expectedRows() {
    return rows + inserted.size();
  }

  List<Object> failures() {
    return failures;
  }

  long reads() {
    return reads.sum();
  }

  long writes() {
    return writes.sum();
  }
}
