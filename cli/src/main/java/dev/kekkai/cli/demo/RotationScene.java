package dev.kekkai.cli.demo;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.dekstore.Rotation;
import dev.kekkai.dekstore.RotationResult;
import dev.kekkai.formats.FieldDecryptionException;
import dev.kekkai.provider.keys.WrappedDek;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.Base64;

/** The KEK is rotated: the wrapped DEK changes, no byte of the users table does. */
final class RotationScene {
  private final Stage stage;
  private final Story story;

  RotationScene(Stage stage) {
    this.stage = stage;
    this.story = stage.story();
  }

  void play()
      throws TokenException, SQLException, NoSuchAlgorithmException, FieldDecryptionException {
    story.scene("The KEK is rotated: the DEK is wrapped anew, the users table stays as it is");
    String tableBefore = stage.users().checksum();
    WrappedDek before = wrapped();
    RotationResult result =
        new Rotation(stage.provider(), stage.database().deks(), stage.database().keks())
            .rotate(Stage.KEK);
    String tableAfter = stage.users().checksum();
    WrappedDek after = wrapped();
    story.claim(result.rewrapped() == 1 && result.failed().isEmpty(), "not one DEK was rewrapped");
    story.claim(tableAfter.equals(tableBefore), "the users table changed");
    story.claim(
        !after.equals(before) && after.kek().equals(result.to()), "the blob is the old one");
    story.fact("encrypted_dek before, " + before.kek(), base64(before));
    story.fact("encrypted_dek after, " + after.kek(), base64(after));
    story.fact("SHA-256 of users before", tableBefore);
    story.shown("SHA-256 of users after", tableAfter);
    restart();
  }

  /** A keyring that has never seen the old blob reads old values and writes new ones. */
  private void restart() throws TokenException, SQLException, FieldDecryptionException {
    try (Keyring keyring = stage.newKeyring()) {
      VaultScene.mustRead(stage, keyring);
      String secret = People.secret();
      byte[] plain = secret.getBytes(StandardCharsets.UTF_8);
      stage.secrets().put("frank", secret);
      stage.users().insert("frank", keyring.encrypt(Stage.DEK, plain, VaultScene.place("frank")));
      VaultScene.mustRead(stage, keyring);
      story.shown("after a restart", "all 5 old values and a new one decrypt");
    }
  }

  private WrappedDek wrapped() {
    return stage.database().deks().find(Stage.DEK).orElseThrow().wrapped();
  }

  private static String base64(WrappedDek dek) {
    return Base64.getEncoder().encodeToString(dek.blob());
  }
}
