package dev.kekkai.dekstore.column;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reading rows in order, and changing those that are as they were read. */
class ColumnSqlTest {
  private static final EncryptedColumn COLUMN =
      new EncryptedColumn(
          null, "a \"b\"?", List.of("t", "n"), "tok", "users", List.of("users", "otp"));

  private final String url =
      "jdbc:h2:mem:" + getClass().getSimpleName() + System.nanoTime() + ";DB_CLOSE_DELAY=-1";
  private ColumnDatabase database;
  private Connection connection;
  private ColumnSql sql;

  @BeforeEach
  void table() throws Exception {
    database = ColumnDatabase.open(url, 2);
    connection = DriverManager.getConnection(url);
    write(
        "create table \"a \"\"b\"\"?\" (\"n\" bigint, \"t\" varchar(20), \"p\" varchar, \"tok\""
            + " varchar, primary key (\"t\", \"n\"))");
    sql = ColumnSql.of(database, TableReader.read(database, COLUMN, "p"));
  }

  @AfterEach
  void close() throws Exception {
    connection.createStatement().execute("shutdown");
    database.close();
  }

  @Test
  void rows_come_in_order_of_the_key_whatever_the_batch() throws Exception {
    for (int i = 0; i < 25; i++) {
      row(i, i % 2 == 0 ? "a" : "b", "'x'", "null");
    }
    row(100, "a", "null", "null");
    row(101, "b", "'x'", "'token'");
    List<String> seen = new ArrayList<>();
    List<ColumnRow> rows = sql.read(connection, Selection.left(sql.table()), null, 4);
    while (!rows.isEmpty()) {
      assertThat(rows).hasSizeLessThanOrEqualTo(4);
      rows.forEach(row -> seen.add(String.join("", row.key())));
      rows = sql.read(connection, Selection.left(sql.table()), rows.get(rows.size() - 1).key(), 4);
    }
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 25; i += 2) {
      expected.add("a" + i);
    }
    for (int i = 1; i < 25; i += 2) {
      expected.add("b" + i);
    }
    assertThat(seen).isEqualTo(expected);
    assertThat(sql.count(connection, Selection.left(sql.table()))).isEqualTo(25);
    assertThat(sql.count(connection, Selection.any(sql.table()))).isEqualTo(26);
  }

  @Test
  void a_batch_holds_a_bounded_amount_and_at_least_one_row() throws Exception {
    String five = "repeat('x', " + 5 * 1024 * 1024 + ")";
    for (int i = 0; i < 4; i++) {
      row(i, "a", i == 3 ? "repeat('x', 16777217)" : five, "null");
    }
    List<ColumnRow> rows = sql.read(connection, Selection.left(sql.table()), null, 100);
    assertThat(rows).as("until there are 8 MiB").hasSize(2);
    rows = sql.read(connection, Selection.left(sql.table()), List.of("a", "2"), 100);
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).hasPlaintext()).isTrue();
    assertThat(rows.get(0).plaintext()).as("not loaded").isNull();
    assertThat(rows.get(0).plaintextBytes()).isEqualTo(16_777_217);
  }

  @Test
  void only_a_row_that_is_as_it_was_read_is_changed() throws Exception {
    row(1, "a", "'x'", "null");
    row(2, "a", "'x'", "null");
    row(3, "a", "'x'", "null");
    List<ColumnRow> rows = sql.read(connection, Selection.left(sql.table()), null, 10);
    write("update \"a \"\"b\"\"?\" set \"p\" = 'y' where \"n\" = 2");
    write("delete from \"a \"\"b\"\"?\" where \"n\" = 3");
    assertThat(sql.change(connection, rows, List.of("t1", "t2", "t3"))).isOne();
    assertThat(sql.count(connection, Selection.both(sql.table()))).isOne();
    rows = sql.read(connection, Selection.both(sql.table()), null, 10);
    assertThat(rows.get(0).token()).isEqualTo("t1");
    assertThat(sql.change(connection, rows, null)).isOne();
    assertThat(sql.count(connection, Selection.tokens(sql.table()))).isOne();
    assertThat(sql.count(connection, Selection.plaintext(sql.table()))).isOne();
  }

  @Test
  void tokens_of_one_dek_are_told_by_their_beginning() throws Exception {
    row(1, "a", "null", "'abcd'");
    row(2, "a", "null", "'abXd'");
    row(3, "a", "null", "null");
    assertThat(sql.read(connection, Selection.tokenNotLike(sql.table(), "abc"), null, 10))
        .extracting(ColumnRow::token)
        .containsExactly("abXd");
  }

  private void row(int n, String t, String p, String token) throws SQLException {
    write("insert into \"a \"\"b\"\"?\" values (" + n + ", '" + t + "', " + p + ", " + token + ")");
  }

  private void write(String statement) throws SQLException {
    try (Connection other = DriverManager.getConnection(url);
        Statement write = other.createStatement()) {
      write.execute(statement);
    }
  }
}
