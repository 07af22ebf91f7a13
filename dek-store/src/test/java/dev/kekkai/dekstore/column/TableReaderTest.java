package dev.kekkai.dekstore.column;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a table must be like. */
class TableReaderTest {
  private final String url =
      "jdbc:h2:mem:" + getClass().getSimpleName() + System.nanoTime() + ";DB_CLOSE_DELAY=-1";
  private ColumnDatabase database;
  private Connection connection;

  @BeforeEach
  void table() throws Exception {
    database = ColumnDatabase.open(url, 2);
    connection = DriverManager.getConnection(url);
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "create table \"users\" (\"id\" bigint primary key, \"mail\" varchar(99) unique, \"born\""
              + " date not null, \"name\" varchar(99) not null, \"otp\" varchar(99), \"tok\""
              + " varchar not null, unique (\"born\"))");
      statement.execute("create view \"v\" as select * from \"users\"");
    }
  }

  @AfterEach
  void close() throws Exception {
    connection.createStatement().execute("shutdown");
    database.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Users | id | otp | enc | There is no table 'Users' in the schema 'PUBLIC'; there is"
            + " PUBLIC.users",
        "v | id | otp | enc | There is no table 'v'",
        "users | ID | otp | enc | has no column 'ID'; it has id, mail, born, name, otp, tok",
        "users | mail | otp | enc | The key column 'mail' may be null",
        "users | name | otp | enc | Nothing says that name is unique in 'users'",
        "users | born | otp | enc | 'born' is of type DATE; a row's key is smallint, integer,"
            + " bigint",
        "users | id | born | enc | 'born' is of type DATE; a plaintext column is text, varchar or"
            + " bytea",
        "users | id | otp | tok | alter column tok drop not null",
        "users | id | otp | born | 'born' is of type DATE",
      })
  void what_does_not_fit_is_refused_and_says_what_would(
      String table, String key, String plain, String token, String message) {
    assertThatThrownBy(
            () -> TableReader.read(database, EncryptedColumn.of(table, key, token, "users"), plain))
        .isInstanceOfSatisfying(
            ColumnException.class, e -> assertThat(e.kind()).isEqualTo(ColumnException.Kind.SETUP))
        .hasMessageContaining(message);
  }

  @Test
  void a_key_may_be_more_than_what_is_unique() {
    EncryptedColumn column =
        new EncryptedColumn("PUBLIC", "users", List.of("name", "id"), "enc", "users", List.of());
    Table table = TableReader.read(database, column, "otp");
    assertThat(table.key())
        .containsExactly(
            new Table.KeyColumn("name", KeyType.VARCHAR),
            new Table.KeyColumn("id", KeyType.BIGINT));
    assertThat(table.plain()).isEqualTo(new Table.PlainColumn("otp", ValueType.TEXT, false));
    assertThat(table.hasToken()).isFalse();
  }
}
