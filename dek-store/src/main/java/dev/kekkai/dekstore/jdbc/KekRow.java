package dev.kekkai.dekstore.jdbc;

import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.dekstore.Canary;
import dev.kekkai.dekstore.KekDates;
import dev.kekkai.dekstore.KekRecord;
import dev.kekkai.dekstore.KekState;
import dev.kekkai.provider.keys.KekRef;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code kek} in SQL. */
final class KekRow {
  static final String SELECT =
      "select name, version, cka_id, kind, state, canary_method, canary_wrapped, canary_token,"
          + " created_at, activated_at, retired_at, disabled_at, destroyable_from, destroyed_at,"
          + " revision, row_tag from kek";

  /** The columns that change come first, in the order of {@link #UPDATE}. */
  static final String INSERT =
      "insert into kek (state, primary_of, activated_at, retired_at, disabled_at, destroyable_from,"
          + " destroyed_at, revision, row_tag, name, version, cka_id, kind, canary_method,"
          + " canary_wrapped, canary_token, created_at)"
          + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  static final String UPDATE =
      "update kek set state = ?, primary_of = ?, activated_at = ?, retired_at = ?, disabled_at = ?,"
          + " destroyable_from = ?, destroyed_at = ?, revision = ?, row_tag = ?"
          + " where name = ? and version = ? and revision = ?";

  private static final int CHANGING = 9;

  private KekRow() {}

  static void bindInsert(PreparedStatement statement, KekRecord kek) throws SQLException {
    bindChanging(statement, kek);
    statement.setString(CHANGING + 1, kek.ref().name());
    statement.setInt(CHANGING + 2, kek.ref().version());
    statement.setString(CHANGING + 3, kek.ckaId());
    statement.setString(CHANGING + 4, kek.kind().text());
    statement.setString(CHANGING + 5, kek.canary().wrapped().method().id());
    statement.setString(CHANGING + 6, Columns.base64(kek.canary().wrapped().blob()));
    statement.setString(CHANGING + 7, kek.canary().token());
    statement.setObject(CHANGING + 8, Columns.time(kek.dates().created()));
  }

  /** Changes the row while it is in the revision before. */
  static void bindUpdate(PreparedStatement statement, KekRecord next) throws SQLException {
    bindChanging(statement, next);
    statement.setString(CHANGING + 1, next.ref().name());
    statement.setInt(CHANGING + 2, next.ref().version());
    statement.setLong(CHANGING + 3, next.revision() - 1);
  }

  private static void bindChanging(PreparedStatement statement, KekRecord kek) throws SQLException {
    statement.setString(1, kek.state().id());
    // Unique in the table, where nulls don't count: what keeps a name from two primary versions.
    statement.setString(2, kek.state() == KekState.PRIMARY ? kek.ref().name() : null);
    Columns.setTime(statement, 3, kek.dates().activated());
    Columns.setTime(statement, 4, kek.dates().retired());
    Columns.setTime(statement, 5, kek.dates().disabled());
    Columns.setTime(statement, 6, kek.dates().destroyableFrom());
    Columns.setTime(statement, 7, kek.dates().destroyed());
    statement.setLong(8, kek.revision());
    statement.setString(9, kek.tag().isEmpty() ? null : kek.tag());
  }

  static KekRecord read(ResultSet row) throws SQLException {
    String label = row.getString("name") + ".v" + row.getInt("version");
    try {
      KekRef ref = KekRef.parse(label);
      @Nullable String tag = row.getString("row_tag");
      return new KekRecord(
          ref,
          row.getString("cka_id"),
          kind(row.getString("kind")),
          KekState.ofId(row.getString("state")),
          new Canary(
              Columns.wrapped(ref, row, "canary_method", "canary_wrapped"),
              row.getString("canary_token")),
          dates(row),
          row.getLong("revision"),
          tag == null ? "" : tag);
    } catch (IllegalArgumentException e) {
      throw Columns.malformed("KEK " + label, e);
    }
  }

  private static KekDates dates(ResultSet row) throws SQLException {
    return new KekDates(
        Columns.time(row, "created_at"),
        Columns.timeOrNull(row, "activated_at"),
        Columns.timeOrNull(row, "retired_at"),
        Columns.timeOrNull(row, "disabled_at"),
        Columns.timeOrNull(row, "destroyable_from"),
        Columns.timeOrNull(row, "destroyed_at"));
  }

  private static KeyKind kind(String text) {
    return Arrays.stream(KeyKind.values())
        .filter(kind -> kind.text().equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no key kind '" + text + "'"));
  }
}
