package dev.kekkai.integration.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.dekstore.column.DualReadColumn;
import dev.kekkai.dekstore.column.DualReadColumn.Writes;
import dev.kekkai.dekstore.column.EncryptedColumn;
import dev.kekkai.formats.FieldDecryptionException;
import org.junit.jupiter.api.Test;

/** What an application reads and writes while its column is encrypted. */
class DualReadColumnTest extends StoreContract {
  private static final EncryptedColumn COLUMN =
      EncryptedColumn.of("users", "id", "otp_enc", "users");

  @Test
  void the_token_wins_and_without_one_the_plaintext_counts() throws Exception {
    try (var keyring = keyring()) {
      keyring.ensure("users");
      DualReadColumn column = new DualReadColumn(keyring, COLUMN, Writes.BOTH);
      String token = column.textToken("s\u00e9cret", "7");
      assertThat(column.readText(token, "stale", "7")).isEqualTo("s\u00e9cret");
      assertThat(column.readText(token, null, "7")).isEqualTo("s\u00e9cret");
      assertThat(column.readText(null, "plain", "7")).isEqualTo("plain");
      assertThat(column.readText(null, null, "7")).isNull();
      assertThat(column.read(column.token(new byte[] {1, -1}, "7"), null, "7"))
          .isEqualTo(new byte[] {1, -1});
      assertThat(column.textToken(null, "7")).isNull();
      assertThat(column.plaintext("secret")).isEqualTo("secret");
      assertThat(new DualReadColumn(keyring, COLUMN, Writes.TOKEN_ONLY).plaintext("secret"))
          .isNull();
    }
  }

  @Test
  void a_bad_token_is_an_error_also_beside_plaintext() throws Exception {
    try (var keyring = keyring()) {
      keyring.ensure("users");
      DualReadColumn column = new DualReadColumn(keyring, COLUMN, Writes.BOTH);
      String token = column.textToken("secret", "7");
      assertThatThrownBy(() -> column.readText(token, "plain", "8"))
          .isInstanceOf(FieldDecryptionException.class);
      assertThatThrownBy(() -> column.readText("x", "plain", "7"))
          .isInstanceOf(FieldDecryptionException.class);
    }
  }
}
