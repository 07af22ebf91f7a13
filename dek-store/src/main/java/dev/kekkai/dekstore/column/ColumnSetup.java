package dev.kekkai.dekstore.column;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The first and the last step of a migration, which change the table: they need its owner, and no
 * key. Each can be interrupted and run again.
 */
public final class ColumnSetup {
  private static final String CHECK_VIOLATION = "23514";

  private final MigrationSite site;
  private final Ddl ddl;

  /**
   * For one column.
   *
   * @param database where the table is
   * @param column the column that tokens go to, and their context
   * @param plaintextColumn the column to be encrypted
   * @throws ColumnException when the table is not as they say
   */
  public ColumnSetup(ColumnDatabase database, EncryptedColumn column, String plaintextColumn) {
    this.site = new MigrationSite(database, column, plaintextColumn);
    this.ddl = new Ddl(database, column.qualifiedTable());
  }

  /**
   * Makes the column of tokens, unless it is there, and on PostgreSQL the trigger that takes a
   * token away when its plaintext changes. Nothing changes for applications that know neither.
   *
   * @return what was found
   * @throws ColumnException when the table can't be changed; nothing was changed then
   */
  public StartReport start() {
    Table table = site.table();
    Table.PlainColumn plain = table.requirePlain();
    Optional<MigrationState.Known> before =
        site.database().with("read the migration's state", site.state()::find);
    before.filter(known -> known.phase() != Phase.DROPPED).ifPresent(site::requireSame);
    boolean clears = before.map(MigrationState.Known::phase).filter(this::clears).isPresent();
    boolean begins = before.map(MigrationState.Known::phase).orElse(Phase.DROPPED) == Phase.DROPPED;
    ddl.change(
        "add the column '" + table.token() + "'",
        connection -> {
          if (!table.hasToken()) {
            Ddl.execute(
                connection,
                "alter table "
                    + table.sql()
                    + " add column "
                    + table.tokenSql()
                    + (site.database().isPostgreSql() ? " text" : " varchar"));
          }
          if (site.database().isPostgreSql()) {
            new SyncTrigger(table).install(connection, clears);
          }
          if (begins) {
            site.state()
                .begin(
                    connection,
                    new MigrationState.Known(site.settings(), Phase.STARTED, plain.notNull()));
          }
        });
    return new StartReport(!table.hasToken(), site.count(Selection.left(table)), bystanders());
  }

  private boolean clears(Phase phase) {
    return phase == Phase.CLEARING || phase == Phase.CLEARED;
  }

  private List<String> bystanders() {
    return site.database().isPostgreSql()
        ? site.database()
            .with("look for indexes", connection -> Bystanders.of(connection, site.table()))
        : List.of();
  }

  /**
   * How far the migration is. Counts all rows.
   *
   * @return the phase, and how many rows are in which state
   * @throws ColumnException when it was not started, or the database fails
   */
  public MigrationStatus status() {
    Phase phase = site.started().phase();
    Table table = site.table().requireToken();
    if (table.plain() == null) {
      return new MigrationStatus(phase, 0, 0, site.count(Selection.tokens(table)));
    }
    long left = site.count(Selection.left(table));
    long both = site.count(Selection.both(table));
    long any = site.count(Selection.any(table));
    return new MigrationStatus(phase, left, both, any - left - both);
  }

  /**
   * Drops the plaintext column, once it is proved to be empty. From the beginning of that proof on,
   * the database refuses plaintext. What depends on the column keeps it from being dropped.
   *
   * @return whether the plaintext column could not be null before the migration, so that the other
   *     one may be made so now
   * @throws ColumnException when the column is not cleared, or can't be dropped
   */
  public boolean drop() {
    MigrationState.Known known = site.started();
    if (known.phase() == Phase.DROPPED) {
      return known.wasNotNull();
    }
    if (known.phase() != Phase.CLEARED) {
      throw ColumnException.refused(
          "The migration is "
              + known.phase().id()
              + ": the column is dropped once kekkai migrate finish has cleared it");
    }
    Table table = site.table();
    if (table.plain() != null) {
      proveEmpty(table);
    }
    ddl.change(
        "drop the column '" + site.plaintext() + "'",
        connection -> {
          if (site.database().isPostgreSql()) {
            new SyncTrigger(table, site.plaintext()).remove(connection);
          }
          if (table.plain() != null) {
            Ddl.execute(
                connection,
                "alter table " + table.sql() + " drop column " + SqlName.quoted(site.plaintext()));
          }
          site.state().move(connection, Phase.CLEARED, Phase.DROPPED);
        });
    return known.wasNotNull();
  }

  private void proveEmpty(Table table) {
    if (!site.database().isPostgreSql()) {
      requireEmpty(site.count(Selection.plaintext(table)) == 0);
      return;
    }
    String name = "kekkai_no_plaintext_in_" + SyncTrigger.id(table, site.plaintext());
    if (!site.database().with("look for a constraint", c -> hasConstraint(c, table, name))) {
      ddl.change(
          "add a constraint",
          connection ->
              Ddl.execute(
                  connection,
                  "alter table "
                      + table.sql()
                      + " add constraint "
                      + name
                      + " check ("
                      + SqlName.quoted(site.plaintext())
                      + " is null) not valid"));
    }
    boolean empty = site.database().with("look for plaintext", c -> isValid(c, table, name));
    if (!empty) {
      ddl.change(
          "take the constraint away",
          connection ->
              Ddl.execute(connection, "alter table " + table.sql() + " drop constraint " + name));
    }
    requireEmpty(empty);
  }

  /** Reads all rows, and stops no writer meanwhile. */
  private static boolean isValid(Connection connection, Table table, String constraint)
      throws SQLException {
    try {
      Ddl.execute(connection, "alter table " + table.sql() + " validate constraint " + constraint);
      return true;
    } catch (SQLException e) {
      if (CHECK_VIOLATION.equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  private static boolean hasConstraint(Connection connection, Table table, String name)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select 1 from pg_constraint where conrelid = cast(? as regclass) and conname = ?")) {
      statement.setString(1, table.sql());
      statement.setString(2, name);
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  private void requireEmpty(boolean empty) {
    if (!empty) {
      site.move(Phase.CLEARED, Phase.CLEARING);
      throw ColumnException.refused(
          "Rows got plaintext since it was cleared, from a release that doesn't know the encrypted"
              + " column: stop it, then kekkai migrate run and finish");
    }
  }
}
