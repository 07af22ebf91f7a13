package dev.kekkai.cli.demo;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.FieldDecryptionException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/** A DEK is made and wrapped; five users' secrets are encrypted under it, and read again. */
final class VaultScene {
  private final Stage stage;
  private final Story story;

  VaultScene(Stage stage) {
    this.stage = stage;
    this.story = stage.story();
  }

  void play() throws TokenException, SQLException, FieldDecryptionException {
    try (Keyring keyring = stage.newKeyring()) {
      makeDek(keyring);
      fill(keyring);
    }
  }

  /** Where a user's secret belongs. */
  static EncryptionContext place(String user) {
    return EncryptionContext.of("users", "otp_secret", user);
  }

  private void makeDek(Keyring keyring) throws TokenException {
    story.scene("A data-encryption key (DEK) is made in the token and at once wrapped by the KEK");
    DekRecord dek = keyring.ensure(Stage.DEK);
    story.claim(
        stage.database().deks().find(dek.id()).filter(dek::equals).isPresent(),
        "the DEK's row is not in the database");
    byte[] blob = dek.wrapped().blob();
    story.fact("encrypted_dek, in the database", Base64.getEncoder().encodeToString(blob));
    story.fact(
        "",
        String.format(
            Locale.ROOT,
            "%d bytes, %s under %s",
            blob.length,
            dek.wrapped().method().id(),
            dek.wrapped().kek()));
  }

  private void fill(Keyring keyring) throws TokenException, SQLException, FieldDecryptionException {
    story.scene("Five users' secrets are encrypted with AES-256-GCM in the token, and read again");
    for (Map.Entry<String, String> user : stage.secrets().entrySet()) {
      byte[] secret = user.getValue().getBytes(StandardCharsets.UTF_8);
      stage.users().insert(user.getKey(), keyring.encrypt(Stage.DEK, secret, place(user.getKey())));
    }
    mustRead(stage, keyring);
    story.shown("the application reads", "alice " + stage.secrets().get("alice"));
  }

  /** Every row must decrypt to what the application knows. */
  static void mustRead(Stage stage, Keyring keyring)
      throws TokenException, SQLException, FieldDecryptionException {
    Map<String, String> rows = stage.users().rows();
    stage.story().claim(rows.keySet().equals(stage.secrets().keySet()), "rows are missing");
    for (Map.Entry<String, String> row : rows.entrySet()) {
      byte[] secret = keyring.decrypt(row.getValue(), place(row.getKey()));
      stage
          .story()
          .claim(
              new String(secret, StandardCharsets.UTF_8).equals(stage.secrets().get(row.getKey())),
              "the secret of " + row.getKey() + " did not come back");
    }
  }
}
