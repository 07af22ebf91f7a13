package dev.kekkai.dekstore.column;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Collectors;

/** The column of a migration, as the settings and the database have it; looked up once. */
final class MigrationSite {
  private final ColumnDatabase database;
  private final EncryptedColumn column;
  private final String plaintext;
  private final Table table;
  private final MigrationState state;

  MigrationSite(ColumnDatabase database, EncryptedColumn column, String plaintext) {
    SqlName.check(plaintext);
    if (plaintext.equals(column.column()) || column.keyColumns().contains(plaintext)) {
      throw ColumnException.setup(
          "The plaintext column '" + plaintext + "' is another than the key and the encrypted one");
    }
    this.database = database;
    this.column = column;
    this.plaintext = plaintext;
    this.table = TableReader.read(database, column, plaintext);
    this.state = new MigrationState(table.schema(), table.name(), plaintext);
  }

  ColumnDatabase database() {
    return database;
  }

  EncryptedColumn column() {
    return column;
  }

  String plaintext() {
    return plaintext;
  }

  Table table() {
    return table;
  }

  MigrationState state() {
    return state;
  }

  ColumnSql sql() {
    return ColumnSql.of(database, table);
  }

  long count(Selection which) {
    ColumnSql sql = sql();
    return database.with("count rows", connection -> sql.count(connection, which));
  }

  /** What a change of would make tokens unreadable, or leave half of them elsewhere. */
  String settings() {
    return "key "
        + column.keyColumns().stream().map(SqlName::quoted).collect(Collectors.joining(", "))
        + "; encrypted "
        + SqlName.quoted(column.column())
        + "; context "
        + column.contextPrefix().stream().map(SqlName::quoted).collect(Collectors.joining(", "))
        + "; dek "
        + column.dek();
  }

  MigrationState.Known started() {
    return database.with("read the migration's state", this::started);
  }

  MigrationState.Known started(Connection connection) throws SQLException {
    MigrationState.Known known =
        state
            .find(connection)
            .orElseThrow(
                () ->
                    ColumnException.refused(
                        "The migration of "
                            + column.qualifiedTable()
                            + "."
                            + plaintext
                            + " has not been started: run kekkai migrate start"));
    requireSame(known);
    return known;
  }

  void requireSame(MigrationState.Known known) {
    if (!known.settings().equals(settings())) {
      throw ColumnException.setup(
          "The migration was started with other settings: "
              + known.settings()
              + "; these are: "
              + settings());
    }
  }

  void move(Phase from, Phase to) {
    database.transaction(
        "write the migration's state",
        connection -> {
          state.move(connection, from, to);
          return to;
        });
  }
}
