package dev.kekkai.dekstore.column;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of tables and columns. */
class SqlNameTest {

  @Test
  void a_quote_in_a_name_or_a_text_does_not_end_it() {
    assertThat(SqlName.quoted("a\"; drop table users; --"))
        .isEqualTo("\"a\"\"; drop table users; --\"");
    assertThat(SqlName.literal("it's")).isEqualTo("'it''s'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\0b", "ééééééééééééééééééééééééééééééééé"})
  void what_the_database_would_cut_or_refuse_is_refused(String name) {
    assertThatThrownBy(() -> EncryptedColumn.of("users", "id", name, "users"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 63 bytes");
  }

  @Test
  void a_column_has_a_key_and_is_none() {
    assertThatThrownBy(
            () -> new EncryptedColumn(null, "users", List.of(), "otp", "users", List.of()))
        .hasMessageContaining("1 to 32 key columns");
    assertThatThrownBy(() -> EncryptedColumn.of("users", "id", "id", "users"))
        .hasMessageContaining("Each key column is named once");
  }

  @Test
  void the_context_is_table_column_and_each_part_of_the_key() {
    EncryptedColumn column =
        new EncryptedColumn(
            null, "users", List.of("tenant", "id"), "otp", "users", List.of("users", "otp"));
    assertThat(column.context(List.of("acme", "7")).parts())
        .containsExactly("users", "otp", "acme", "7");
    assertThatThrownBy(() -> column.context(List.of("7")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A key of users has 2 parts, not 1");
  }
}
