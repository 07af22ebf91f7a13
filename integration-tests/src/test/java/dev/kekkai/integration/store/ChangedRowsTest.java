package dev.kekkai.integration.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekRowChangedException;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.provider.KekkaiProvider;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody who writes the database can't make an application encrypt under. */
class ChangedRowsTest extends StoreContract {
  private DekRecord one;
  private DekRecord two;
  private String token;

  @BeforeEach
  void fill() throws Exception {
    try (Keyring keyring = keyring()) {
      one = keyring.ensure("one");
      two = keyring.ensure("two");
      token = keyring.encrypt("one", utf8("secret"), PLACE);
    }
  }

  @Test
  void the_blob_of_another_row_is_refused_and_leaves_nothing_in_the_token() throws Exception {
    assertThat(deks().replace(one, two.wrapped())).isTrue();
    try (KekkaiProvider hsm = token().provider("kek", kek(), "bulk", "hsm");
        Keyring keyring = new Keyring(hsm, deks(), database().keks())) {
      int before = sessionKeys();
      assertRefused(keyring);
      assertThat(sessionKeys()).isEqualTo(before);
      keyring.ensure("two");
    }
  }

  @Test
  void the_blob_and_the_check_token_of_another_row_are_refused() throws Exception {
    write(
        "update dek set wrapped = (select wrapped from dek where name = 'two'),"
            + " check_token = (select check_token from dek where name = 'two')"
            + " where name = 'one'");
    try (Keyring keyring = keyring()) {
      assertRefused(keyring);
    }
  }

  @Test
  void a_dek_under_another_deks_name_is_refused() throws Exception {
    write(
        "update dek set name = 'x' where name = 'one'",
        "update dek set name = 'one' where name = 'two'");
    try (Keyring keyring = keyring()) {
      assertThatThrownBy(() -> keyring.encrypt("one", utf8("x"), PLACE))
          .isInstanceOf(DekRowChangedException.class)
          .hasMessageContaining(two.id().toString());
    }
  }

  @Test
  void the_dek_of_a_keks_canary_is_refused() throws Exception {
    write(
        "update dek set wrapped = (select canary_wrapped from kek),"
            + " check_token = (select canary_token from kek) where name = 'one'");
    try (Keyring keyring = keyring()) {
      assertRefused(keyring);
    }
  }

  private void assertRefused(Keyring keyring) {
    assertThatThrownBy(() -> keyring.encrypt("one", utf8("x"), PLACE))
        .isInstanceOf(DekRowChangedException.class)
        .hasMessageContaining("The row of the DEK 'one' (" + one.id() + ") was changed");
    assertThatThrownBy(() -> keyring.decrypt(token, PLACE))
        .isInstanceOf(DekRowChangedException.class);
    assertThatThrownBy(() -> keyring.ensure("one")).isInstanceOf(DekRowChangedException.class);
    assertThatThrownBy(keyring::openAll).isInstanceOf(DekRowChangedException.class);
  }

  private void write(String... statements) throws SQLException {
    try (Connection connection = database().connections().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
