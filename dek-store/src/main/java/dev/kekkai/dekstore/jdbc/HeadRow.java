package dev.kekkai.dekstore.jdbc;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.StoreChangedException;
import dev.kekkai.dekstore.StoreException;
import dev.kekkai.dekstore.StoreGuard;
import dev.kekkai.dekstore.StoreHead;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The store's head in the table {@code dek_store}. */
final class HeadRow {
  private static final String SELECT =
      "select store_id, head_counter, head_root, head_keks, head_tag from dek_store";
  private static final String LOCK = SELECT + " for update";
  private static final String WRITE =
      "update dek_store set head_counter = ?, head_root = ?, head_keks = ?, head_tag = ? where store_id = ?";

  private HeadRow() {}

  /**
   * A head with its tag.
   *
   * @param head what it says
   * @param tag HMAC in base64
   */
  record Tagged(StoreHead head, String tag) {
    /** Passes a head that Kekkai wrote. */
    Tagged verified(StoreGuard guard) {
      byte[] is = tag.getBytes(StandardCharsets.UTF_8);
      byte[] due = HeadRow.tag(guard, head).getBytes(StandardCharsets.UTF_8);
      if (!MessageDigest.isEqual(is, due)) {
        throw new StoreChangedException("the tag of its head does not fit");
      }
      return this;
    }
  }

  static String tag(StoreGuard guard, StoreHead head) {
    try {
      return guard.tag(head);
    } catch (TokenException e) {
      throw new StoreException("The DEK store's head can't be tagged: " + e.getMessage(), e);
    }
  }

  static Tagged read(Connection connection) throws SQLException {
    return one(Jdbc.query(connection, SELECT, statement -> {}, HeadRow::read));
  }

  /** As it is, and nobody else changes it until the transaction ends. */
  static Tagged locked(Connection connection) throws SQLException {
    return one(Jdbc.query(connection, LOCK, statement -> {}, HeadRow::read));
  }

  static void write(Connection connection, Tagged next) throws SQLException {
    StoreHead head = next.head();
    int changed =
        Jdbc.update(
            connection,
            WRITE,
            statement -> {
              statement.setLong(1, head.counter());
              statement.setString(2, head.root());
              statement.setString(3, head.keks());
              statement.setString(4, next.tag());
              statement.setObject(5, head.store());
            });
    if (changed != 1) {
      throw new StoreChangedException("the table dek_store has no row of this store");
    }
  }

  private static Tagged one(List<Tagged> rows) {
    if (rows.size() != 1) {
      throw new StoreChangedException("the table dek_store has not one row");
    }
    return rows.get(0);
  }

  private static Tagged read(ResultSet row) throws SQLException {
    UUID store = row.getObject("store_id", UUID.class);
    @Nullable String root = row.getString("head_root");
    @Nullable String tag = row.getString("head_tag");
    @Nullable String keks = row.getString("head_keks");
    if (store == null || root == null || keks == null || tag == null) {
      throw new StoreChangedException("its head is gone");
    }
    return new Tagged(new StoreHead(store, row.getLong("head_counter"), root, keks), tag);
  }
}
