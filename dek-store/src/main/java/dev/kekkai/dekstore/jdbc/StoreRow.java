package dev.kekkai.dekstore.jdbc;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.DekStore;
import dev.kekkai.dekstore.StoreException;
import dev.kekkai.dekstore.StoreIdentity;
import dev.kekkai.provider.keys.KekRef;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The one row of the table {@code dek_store}. Thread-safe. */
final class StoreRow {
  private static final String SELECT = "select store_id, tag_key, tag_key_id from dek_store";
  private static final String LOCK = SELECT + " for update";
  private static final String SET_UP =
      "update dek_store set store_id = ?, tag_key = ?, tag_key_id = ?, set_up_at = ?"
          + " where store_id is null";

  /**
   * Making what a store needs takes more connections than the transaction's: whoever waits for the
   * row would keep one from it.
   */
  private static final ReentrantLock SETTING_UP = new ReentrantLock();

  private final Jdbc jdbc;

  StoreRow(Jdbc jdbc) {
    this.jdbc = jdbc;
  }

  Optional<StoreIdentity> read() {
    return one(jdbc.query("read what it is", SELECT, statement -> {}, StoreRow::identity));
  }

  StoreIdentity setUp(DekStore.SetUp setUp) throws TokenException {
    SETTING_UP.lock();
    try {
      return setUpAlone(setUp);
    } finally {
      SETTING_UP.unlock();
    }
  }

  private StoreIdentity setUpAlone(DekStore.SetUp setUp) throws TokenException {
    return jdbc.transaction(
        "be set up",
        connection -> {
          Optional<StoreIdentity> faster =
              one(Jdbc.query(connection, LOCK, statement -> {}, StoreRow::identity));
          if (faster.isPresent()) {
            return faster.get();
          }
          StoreIdentity made = write(connection, setUp.make());
          Freshness.build(connection, made.id(), setUp.guard(made));
          return made;
        });
  }

  private static StoreIdentity write(Connection connection, StoreIdentity made)
      throws SQLException {
    int changed =
        Jdbc.update(
            connection,
            SET_UP,
            statement -> {
              statement.setObject(1, made.id());
              statement.setString(2, made.tagKey());
              statement.setString(3, made.tagKeyId());
              statement.setObject(4, Columns.time(Instant.now().truncatedTo(ChronoUnit.MILLIS)));
            });
    if (changed != 1) {
      throw damaged(String.format(Locale.ROOT, "it has %d rows", changed));
    }
    return made;
  }

  /** The row is there from the start, and empty until the store is set up. */
  private static Optional<StoreIdentity> one(List<Optional<StoreIdentity>> rows) {
    if (rows.size() != 1) {
      throw damaged(String.format(Locale.ROOT, "it has %d rows", rows.size()));
    }
    return rows.get(0);
  }

  private static Optional<StoreIdentity> identity(ResultSet row) throws SQLException {
    UUID id = row.getObject("store_id", UUID.class);
    @Nullable String key = row.getString("tag_key");
    @Nullable String keyId = row.getString("tag_key_id");
    if (id == null) {
      return Optional.empty();
    }
    if (key == null || keyId == null || !KekRef.isLabel(key)) {
      throw damaged("it names no key of the token that tags the rows");
    }
    return Optional.of(new StoreIdentity(id, key, keyId));
  }

  private static StoreException damaged(String what) {
    return new StoreException(
        "The table dek_store is damaged: "
            + what
            + ". Put it back from a backup of the same day as the table dek",
        null);
  }
}
