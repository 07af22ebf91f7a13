package dev.kekkai.dekstore.jdbc;

import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.KekRecord;
import dev.kekkai.dekstore.StoreChangedException;
import dev.kekkai.dekstore.StoreException;
import dev.kekkai.provider.keys.KekRef;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** All rows of the table {@code kek}, and the digest over their tags. There are few. */
final class KekTable {
  private static final Comparator<KekRecord> ORDER =
      Comparator.comparing((KekRecord row) -> row.ref().name())
          .thenComparing(row -> row.ref().version());

  private static final String LOCK = KekRow.SELECT + " order by name, version for update";

  private static final String UNUSED =
      "select name, version, state from kek where state in ('disabled', 'destroyed')";

  private KekTable() {}

  /** In order of name and version, whatever the database's collation makes of names. */
  static List<KekRecord> read(Connection connection) throws SQLException {
    return Jdbc.query(connection, KekRow.SELECT, statement -> {}, KekRow::read).stream()
        .sorted(ORDER)
        .toList();
  }

  /**
   * All rows, which nobody else changes until the transaction ends. Read once more when they are
   * locked: a row that somebody added while this waited was not there before.
   */
  static List<KekRecord> locked(Connection connection) throws SQLException {
    Jdbc.query(connection, LOCK, statement -> {}, KekRow::read);
    return read(connection);
  }

  /**
   * Inside a transaction that holds the head: nothing comes under a version that is disabled or
   * destroyed by now, since nobody would open it any more.
   */
  static void requireInUse(Connection connection, List<DekRecord> written) throws SQLException {
    Map<KekRef, String> unused = new HashMap<>();
    Jdbc.query(
        connection,
        UNUSED,
        statement -> {},
        row ->
            unused.put(
                new KekRef(row.getString("name"), row.getInt("version")), row.getString("state")));
    for (DekRecord dek : written) {
      KekRef kek = dek.wrapped().kek();
      String state = unused.get(kek);
      if (state != null) {
        throw new StoreException(
            kek + " is " + state + " in the DEK store: no DEK is put under it", null);
      }
    }
  }

  /** Rows after some were written. */
  static List<KekRecord> with(List<KekRecord> rows, List<KekRecord> written) {
    Map<KekRef, KekRecord> now = new HashMap<>();
    rows.forEach(row -> now.put(row.ref(), row));
    written.forEach(row -> now.put(row.ref(), row));
    return now.values().stream().sorted(ORDER).toList();
  }

  /**
   * The rows, which are those of a digest.
   *
   * @throws StoreChangedException when they are others
   */
  static List<KekRecord> proved(Connection connection, String digest) throws SQLException {
    List<KekRecord> rows = read(connection);
    if (!digest(rows).equals(digest)) {
      throw new StoreChangedException(
          "the digest over the table of KEKs is not what it was. A row was changed, put back, added"
              + " or deleted");
    }
    return rows;
  }

  /** Over rows in their order; empty when there are none. */
  static String digest(List<KekRecord> rows) {
    if (rows.isEmpty()) {
      return "";
    }
    MessageDigest digest = HashTree.sha256((byte) 2);
    for (KekRecord row : rows) {
      add(digest, row.ref().name());
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(row.ref().version()).array());
      add(digest, row.tag());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }
}
