package dev.kekkai.dekstore.jdbc;

import dev.kekkai.dekstore.DekDates;
import dev.kekkai.dekstore.DekPurpose;
import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekState;
import dev.kekkai.dekstore.RowTag;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.WrappedDek;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code dek} in SQL. */
final class DekRow {
  static final String SELECT =
      "select id, name, version, kek_name, kek_version, kek_cka_id, wrap_method, wrapped,"
          + " check_token, state, created_at, activated_at, deactivated_at, compromised_at,"
          + " destroyed_at, uses_leased, revision, row_tag, purpose from dek";

  /** The columns that change come first, in the order of {@link #UPDATE}. */
  static final String INSERT =
      "insert into dek (kek_name, kek_version, kek_cka_id, wrap_method, wrapped, state, active_of,"
          + " activated_at, deactivated_at, compromised_at, destroyed_at, uses_leased, revision,"
          + " row_tag, id, name, version, check_token, created_at, purpose)"
          + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  static final String UPDATE =
      "update dek set kek_name = ?, kek_version = ?, kek_cka_id = ?, wrap_method = ?, wrapped = ?,"
          + " state = ?, active_of = ?, activated_at = ?, deactivated_at = ?, compromised_at = ?,"
          + " destroyed_at = ?, uses_leased = ?, revision = ?, row_tag = ?"
          + " where id = ? and revision = ?";

  private static final int CHANGING = 14;

  private static final String PAGE = SELECT + " order by id limit ?";
  private static final String PAGE_AFTER = SELECT + " where id > ? order by id limit ?";

  private DekRow() {}

  /** Some of the rows, in order of id. */
  static List<DekRecord> page(Connection connection, @Nullable UUID after, int limit)
      throws SQLException {
    return Jdbc.query(
        connection,
        after == null ? PAGE : PAGE_AFTER,
        statement -> {
          int i = 1;
          if (after != null) {
            statement.setObject(i++, after);
          }
          statement.setInt(i, limit);
        },
        DekRow::read);
  }

  /** What never changes in a row, and that revisions follow one another, is not SQL's to know. */
  static void requireNext(DekRecord expected, DekRecord next) {
    if (!next.id().equals(expected.id())
        || !next.name().equals(expected.name())
        || next.version() != expected.version()
        || next.purpose() != expected.purpose()
        || !next.checkToken().equals(expected.checkToken())
        || !next.createdAt().equals(expected.createdAt())
        || next.revision() != expected.revision() + 1) {
      throw new IllegalArgumentException("This is not the row's next revision");
    }
  }

  /** Whether a row that was read back is the one written, or what others have made of it since. */
  static boolean isWritten(DekRecord written, DekRecord read) {
    return read.revision() == written.revision()
        ? read.equals(written)
        : read.revision() > written.revision()
            && read.id().equals(written.id())
            && read.name().equals(written.name())
            && read.version() == written.version()
            && read.purpose() == written.purpose()
            && read.checkToken().equals(written.checkToken())
            && read.createdAt().equals(written.createdAt());
  }

  static void bindInsert(PreparedStatement statement, DekRecord dek) throws SQLException {
    bindChanging(statement, dek);
    statement.setObject(CHANGING + 1, dek.id());
    statement.setString(CHANGING + 2, dek.name());
    statement.setInt(CHANGING + 3, dek.version());
    statement.setString(CHANGING + 4, dek.checkToken());
    statement.setObject(CHANGING + 5, Columns.time(dek.createdAt()));
    statement.setString(CHANGING + 6, dek.purpose().id());
  }

  /** Changes the row while it is in the revision before. */
  static void bindUpdate(PreparedStatement statement, DekRecord next) throws SQLException {
    bindChanging(statement, next);
    statement.setObject(CHANGING + 1, next.id());
    statement.setLong(CHANGING + 2, next.revision() - 1);
  }

  private static void bindChanging(PreparedStatement statement, DekRecord dek) throws SQLException {
    WrappedDek wrapped = dek.wrapped();
    statement.setString(1, wrapped.kek().name());
    statement.setInt(2, wrapped.kek().version());
    statement.setString(3, dek.tag().kekId());
    statement.setString(4, wrapped.method().id());
    statement.setString(5, Columns.base64(wrapped.blob()));
    statement.setString(6, dek.state().id());
    // Unique in the table, where nulls don't count: what keeps a name from two active versions.
    statement.setString(7, dek.state() == DekState.ACTIVE ? dek.name() : null);
    Columns.setTime(statement, 8, dek.dates().activated());
    Columns.setTime(statement, 9, dek.dates().deactivated());
    Columns.setTime(statement, 10, dek.dates().compromised());
    Columns.setTime(statement, 11, dek.dates().destroyed());
    statement.setLong(12, dek.usesLeased());
    statement.setLong(13, dek.revision());
    String mac = dek.tag().mac();
    statement.setString(14, mac.isEmpty() ? null : mac);
  }

  static DekRecord read(ResultSet row) throws SQLException {
    String id = row.getString("id");
    try {
      KekRef kek = new KekRef(Columns.text(row, "kek_name"), row.getInt("kek_version"));
      return new DekRecord(
          UUID.fromString(id),
          Columns.text(row, "name"),
          row.getInt("version"),
          Columns.wrapped(kek, row, "wrap_method", "wrapped"),
          Columns.text(row, "check_token"),
          DekState.ofId(Columns.text(row, "state")),
          dates(row),
          row.getLong("uses_leased"),
          row.getLong("revision"),
          tag(Columns.text(row, "kek_cka_id"), row.getString("row_tag")),
          DekPurpose.ofId(Columns.text(row, "purpose")));
    } catch (IllegalArgumentException e) {
      throw Columns.malformed("DEK " + id, e);
    }
  }

  private static RowTag tag(String kekId, @Nullable String mac) {
    return new RowTag(kekId, mac == null ? "" : mac);
  }

  private static DekDates dates(ResultSet row) throws SQLException {
    return new DekDates(
        Columns.time(row, "created_at"),
        Columns.timeOrNull(row, "activated_at"),
        Columns.timeOrNull(row, "deactivated_at"),
        Columns.timeOrNull(row, "compromised_at"),
        Columns.timeOrNull(row, "destroyed_at"));
  }
}
