package dev.kekkai.dekstore.column;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * What is known of a migration between its steps: a row in a table beside the migrated one. Which
 * rows are encrypted is not in it, for each of them says so itself.
 */
final class MigrationState {
  static final String TABLE = "kekkai_column_migration";

  private static final String WHERE = " where table_name = ? and plaintext_column = ?";

  private final String schema;
  private final String sql;
  private final String table;
  private final String plaintext;

  /** A migration that was started: with which settings, and how far it is. */
  record Known(String settings, Phase phase, boolean wasNotNull) {}

  MigrationState(String schema, String table, String plaintext) {
    this.schema = schema;
    this.sql = SqlName.quoted(schema) + "." + TABLE;
    this.table = table;
    this.plaintext = plaintext;
  }

  Optional<Known> find(Connection connection) throws SQLException {
    if (!exists(connection)) {
      return Optional.empty();
    }
    try (PreparedStatement statement =
        connection.prepareStatement("select settings, phase, was_not_null from " + sql + WHERE)) {
      statement.setString(1, table);
      statement.setString(2, plaintext);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Known(row.getString(1), Phase.ofId(row.getString(2)), row.getBoolean(3)))
            : Optional.empty();
      }
    }
  }

  private boolean exists(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select 1 from information_schema.tables where lower(table_name) = '"
                + TABLE
                + "' and table_schema = ?")) {
      statement.setString(1, schema);
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  void begin(Connection connection, Known known) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "create table if not exists "
              + sql
              + " (table_name varchar(256) not null, plaintext_column varchar(256) not null,"
              + " settings varchar(100000) not null, phase varchar(16) not null,"
              + " was_not_null boolean not null,"
              + " changed_at timestamp with time zone not null default current_timestamp,"
              + " primary key (table_name, plaintext_column))");
    }
    try (PreparedStatement statement = connection.prepareStatement("delete from " + sql + WHERE)) {
      statement.setString(1, table);
      statement.setString(2, plaintext);
      statement.executeUpdate();
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "insert into "
                + sql
                + " (table_name, plaintext_column, settings, phase, was_not_null)"
                + " values (?, ?, ?, ?, ?)")) {
      statement.setString(1, table);
      statement.setString(2, plaintext);
      statement.setString(3, known.settings());
      statement.setString(4, known.phase().id());
      statement.setBoolean(5, known.wasNotNull());
      statement.executeUpdate();
    }
  }

  /** Goes from one phase to another; nothing happens when it is in neither any more. */
  void move(Connection connection, Phase from, Phase to) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "update "
                + sql
                + " set phase = ?, changed_at = current_timestamp"
                + WHERE
                + " and phase = ?")) {
      statement.setString(1, to.id());
      statement.setString(2, table);
      statement.setString(3, plaintext);
      statement.setString(4, from.id());
      statement.executeUpdate();
    }
  }
}
