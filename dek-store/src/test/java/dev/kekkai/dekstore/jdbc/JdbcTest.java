package dev.kekkai.dekstore.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.StoreException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Borrowed connections go back as they came. */
class JdbcTest {
  private static final String INSERT = "insert into t values (1)";

  private Connection connection;

  @BeforeEach
  void connect() throws Exception {
    connection = DriverManager.getConnection("jdbc:h2:mem:");
    connection.createStatement().execute("create table t (n integer primary key)");
  }

  @AfterEach
  void disconnect() throws Exception {
    connection.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_connection_goes_back_in_the_mode_it_was_lent_in(boolean autoCommit) throws Exception {
    connection.setAutoCommit(autoCommit);
    Jdbc jdbc = over(WatchedConnections.pooled(connection));
    jdbc.transaction("insert", c -> Jdbc.update(c, INSERT, s -> {}));
    assertThat(connection.getAutoCommit()).as("after a commit").isEqualTo(autoCommit);
    assertThatThrownBy(() -> jdbc.transaction("insert", c -> Jdbc.update(c, INSERT, s -> {})))
        .isInstanceOf(StoreException.class);
    assertThat(connection.getAutoCommit()).as("after a rollback").isEqualTo(autoCommit);
    jdbc.atomically(c -> Jdbc.update(c, "delete from t", s -> {}) > 0);
    assertThat(connection.getAutoCommit()).as("after a statement").isEqualTo(autoCommit);
    assertThatThrownBy(
            () ->
                jdbc.atomically(c -> Jdbc.update(c, "insert into nosuch values (1)", s -> {}) > 0))
        .isInstanceOf(SQLException.class);
    assertThat(connection.getAutoCommit()).as("after a failed one").isEqualTo(autoCommit);
  }

  @Test
  void a_rollback_that_fails_hides_no_reason_and_commits_nothing() throws Exception {
    Jdbc jdbc = over(WatchedConnections.withoutRollback(WatchedConnections.pooled(connection)));
    TokenException reason = new TokenException("the token is away", false, null);
    assertThatThrownBy(
            () ->
                jdbc.transaction(
                    "insert",
                    c -> {
                      Jdbc.update(c, INSERT, s -> {});
                      throw reason;
                    }))
        .isSameAs(reason)
        .hasSuppressedException(new SQLException("no rollback"));
    connection.rollback();
    try (var rows = connection.createStatement().executeQuery("select n from t")) {
      assertThat(rows.next()).as("nothing was committed").isFalse();
    }
  }

  private static Jdbc over(Connection lent) {
    return new Jdbc(WatchedConnections.source(() -> lent));
  }
}
