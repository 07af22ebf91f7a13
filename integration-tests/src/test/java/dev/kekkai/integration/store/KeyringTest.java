package dev.kekkai.integration.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.DekNotFoundException;
import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekState;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.dekstore.StoreException;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.FieldDecryptionException;
import dev.kekkai.formats.FieldToken;
import dev.kekkai.provider.KekkaiProvider;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application's stored DEKs. */
class KeyringTest extends StoreContract {

  @Test
  void a_value_comes_back_also_after_a_restart() throws Exception {
    String token;
    try (Keyring keyring = keyring()) {
      keyring.ensure("users");
      token = keyring.encrypt("users", utf8("secret"), PLACE);
      assertThat(text(keyring.decrypt(token, PLACE))).isEqualTo("secret");
    }
    try (Keyring restarted = keyring()) {
      assertThat(text(restarted.decrypt(token, PLACE))).isEqualTo("secret");
      assertThat(text(restarted.decrypt(restarted.encrypt("users", utf8("more"), PLACE), PLACE)))
          .isEqualTo("more");
    }
    assertThat(deks().list()).hasSize(1);
  }

  @Test
  void both_forms_of_a_token_are_read_and_what_is_none_is_refused_alike() throws Exception {
    try (Keyring keyring = keyring()) {
      keyring.ensure("users");
      byte[] binary = keyring.encryptToBytes("users", utf8("secret"), PLACE);
      assertThat(binary).hasSize(46 + "secret".length());
      assertThat(text(keyring.decrypt(binary, PLACE))).isEqualTo("secret");
      String written = FieldToken.parse(binary).toBase64Url();
      assertThat(text(keyring.decrypt(written, PLACE))).isEqualTo("secret");
      for (byte[] wrong :
          List.of(new byte[0], Arrays.copyOf(binary, 45), Arrays.copyOf(binary, 51))) {
        assertThatThrownBy(() -> keyring.decrypt(wrong, PLACE))
            .isExactlyInstanceOf(FieldDecryptionException.class)
            .hasNoCause();
      }
      binary[4] ^= 1; // another DEK's id
      assertThatThrownBy(() -> keyring.decrypt(binary, PLACE))
          .isExactlyInstanceOf(FieldDecryptionException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hsm", "software"})
  void what_one_bulk_mode_wrote_the_other_reads(String mode) throws Exception {
    String other = mode.equals("hsm") ? "software" : "hsm";
    try (KekkaiProvider first = token().provider("kek", kek(), "bulk", mode);
        KekkaiProvider second = token().provider("kek", kek(), "bulk", other);
        Keyring writer = new Keyring(first, deks(), database().keks());
        Keyring reader = new Keyring(second, deks(), database().keks())) {
      writer.ensure("users");
      String token = writer.encrypt("users", utf8("secret"), PLACE);
      assertThat(text(reader.decrypt(token, PLACE))).isEqualTo("secret");
    }
  }

  @Test
  void a_dek_whose_row_could_not_be_stored_is_not_handed_out() throws Exception {
    try (KekkaiProvider hsm = token().provider("kek", kek(), "bulk", "hsm");
        Keyring keyring = new Keyring(hsm, new UnreliableStore(deks(), 0), database().keks())) {
      int before = sessionKeys();
      assertThatThrownBy(() -> keyring.ensure("users"))
          .isInstanceOf(StoreException.class)
          .hasMessage("The store went away");
      assertThatThrownBy(() -> keyring.encrypt("users", utf8("x"), PLACE))
          .isInstanceOf(DekNotFoundException.class);
      assertThat(sessionKeys()).as("the DEK is gone from the token").isEqualTo(before);
    }
  }

  @Test
  void keyrings_that_make_one_dek_at_once_share_the_first_one() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<DekRecord> ensure =
          () -> {
            try (Keyring keyring = keyring()) {
              return keyring.ensure("users");
            }
          };
      List<Future<DekRecord>> made = threads.invokeAll(List.of(ensure, ensure, ensure, ensure));
      for (Future<DekRecord> row : made) {
        assertThat(row.get()).isEqualTo(row("users"));
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(deks().list()).hasSize(1);
  }

  @Test
  void another_place_a_flipped_bit_and_an_unknown_dek_are_one_and_the_same_error()
      throws Exception {
    try (Keyring keyring = keyring()) {
      keyring.ensure("users");
      String token = keyring.encrypt("users", utf8("secret"), PLACE);
      EncryptionContext elsewhere = EncryptionContext.of("users", "otp_secret", "4712");
      assertRefused(keyring, token, elsewhere);
      int last = token.length() - 10;
      char flipped = token.charAt(last) == 'A' ? 'B' : 'A';
      assertRefused(keyring, token.substring(0, last) + flipped + token.substring(last + 1), PLACE);
      assertRefused(keyring, "kQ" + "A".repeat(80), PLACE);
      assertRefused(keyring, "no token", PLACE);
      assertRefused(keyring, "", PLACE);
    }
  }

  private static void assertRefused(Keyring keyring, String token, EncryptionContext place) {
    assertThatThrownBy(() -> keyring.decrypt(token, place))
        .isInstanceOf(FieldDecryptionException.class)
        .hasNoCause()
        .hasMessage("The field token does not decrypt with this DEK and context");
  }

  @Test
  void a_dek_is_not_made_by_encrypting_under_a_mistyped_name() {
    try (Keyring keyring = keyring()) {
      assertThatThrownBy(() -> keyring.encrypt("user", utf8("x"), PLACE))
          .isInstanceOf(DekNotFoundException.class)
          .hasMessageContaining("'user'");
    }
    assertThat(deks().list()).isEmpty();
  }

  @Test
  void a_deactivated_dek_only_decrypts() throws Exception {
    String token;
    try (Keyring keyring = keyring()) {
      keyring.ensure("users");
      token = keyring.encrypt("users", utf8("secret"), PLACE);
    }
    lifecycle().move(row("users").id(), DekState.DEACTIVATED);
    try (Keyring keyring = keyring()) {
      assertThat(text(keyring.decrypt(token, PLACE))).isEqualTo("secret");
      assertThatThrownBy(() -> keyring.encrypt("users", utf8("x"), PLACE))
          .isInstanceOf(StoreException.class)
          .hasMessage("The DEK 'users' is deactivated: it encrypts nothing, it only decrypts");
    }
  }

  @Test
  void close_takes_every_dek_out_of_the_token_and_ends_the_keyring() throws Exception {
    try (KekkaiProvider hsm = token().provider("kek", kek(), "bulk", "hsm")) {
      int before = sessionKeys();
      Keyring keyring = new Keyring(hsm, deks(), database().keks());
      keyring.ensure("a");
      keyring.ensure("b");
      assertThat(keyring.openAll()).isEqualTo(2);
      assertThat(sessionKeys()).isEqualTo(before + 2);
      keyring.close();
      assertThat(sessionKeys()).isEqualTo(before);
      assertThatThrownBy(() -> keyring.encrypt("a", utf8("x"), PLACE))
          .isInstanceOf(TokenException.class)
          .hasMessage("This keyring has been closed");
    }
  }
}
