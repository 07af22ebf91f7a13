package dev.kekkai.dekstore.column;

import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekStore;
import dev.kekkai.formats.FieldSuite;
import dev.kekkai.formats.FieldToken;
import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Counts a column's tokens by the DEK they are under, which the beginning of each token names. */
final class DekUses {
  private static final int PREFIX_CHARS = 24;
  private static final int ID_OFFSET = 2;

  /** What is no field token may begin in many ways. */
  private static final int MOST_SHOWN = 1000;

  private final DekStore store;
  private final ColumnSql sql;

  DekUses(DekStore store, ColumnSql sql) {
    this.store = store;
    this.sql = sql;
  }

  List<DekUse> read(ColumnDatabase database) {
    String token = sql.table().tokenSql();
    String query =
        "select left("
            + token
            + ", "
            + PREFIX_CHARS
            + ") as p, count(*) as n from "
            + sql.table().sql()
            + " where "
            + token
            + " is not null group by left("
            + token
            + ", "
            + PREFIX_CHARS
            + ") order by n desc limit "
            + MOST_SHOWN;
    return database.with(
        "count tokens by their DEKs",
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(query);
              ResultSet rows = statement.executeQuery()) {
            return uses(rows);
          }
        });
  }

  private List<DekUse> uses(ResultSet rows) throws SQLException {
    List<DekUse> uses = new ArrayList<>();
    while (rows.next()) {
      UUID id = id(rows.getString(1));
      DekRecord dek = id == null ? null : store.find(id).orElse(null);
      uses.add(
          dek == null
              ? new DekUse(id, null, 0, null, rows.getLong(2))
              : new DekUse(id, dek.name(), dek.version(), dek.state().id(), rows.getLong(2)));
    }
    return uses;
  }

  private static @Nullable UUID id(String prefix) {
    try {
      ByteBuffer header = ByteBuffer.wrap(Base64.getUrlDecoder().decode(prefix));
      UUID id = new UUID(header.getLong(ID_OFFSET), header.getLong(ID_OFFSET + Long.BYTES));
      return FieldToken.textPrefix(FieldSuite.AES_256_GCM, id).equals(prefix) ? id : null;
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return null;
    }
  }
}
