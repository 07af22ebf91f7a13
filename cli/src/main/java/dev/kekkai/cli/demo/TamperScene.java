package dev.kekkai.cli.demo;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.formats.FieldDecryptionException;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.keys.BadBlobException;
import dev.kekkai.provider.keys.DekPolicy;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.WrappedDek;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Map;

/** Wrong KEK, flipped bits, moved rows: each is refused, and always with the same words. */
final class TamperScene {
  private final Stage stage;
  private final Story story;

  TamperScene(Stage stage) {
    this.stage = stage;
    this.story = stage.story();
  }

  void play() throws TokenException, SQLException {
    story.scene("A wrong KEK, one flipped bit, a row in another's place: one fixed error for each");
    WrappedDek dek = stage.database().deks().find(Stage.DEK).orElseThrow().wrapped();
    KekRef other = stage.provider().maker().create(KekSpec.aes("other")).ref();
    open("unwrap with another KEK", new WrappedDek(other, dek.method(), dek.blob()));
    open("one bit of the wrapped DEK", new WrappedDek(dek.kek(), dek.method(), flip(dek.blob())));
    Map<String, String> rows = stage.users().rows();
    String bobs = String.valueOf(rows.get("bob"));
    try (Keyring keyring = stage.newKeyring()) {
      String flipped =
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(flip(Base64.getUrlDecoder().decode(bobs)));
      decrypt(keyring, "one bit of bob's row", flipped, "bob");
      decrypt(keyring, "bob's row in alice's place", bobs, "alice");
    }
  }

  private static byte[] flip(byte[] bytes) {
    bytes[bytes.length / 2] ^= 1;
    return bytes;
  }

  private void open(String what, WrappedDek wrapped) throws TokenException {
    DekPolicy policy = DekPolicy.of(stage.provider().source().config());
    try {
      stage.provider().deks().open(wrapped, policy).close();
    } catch (BadBlobException e) {
      story.claim(BadBlobException.TEXT.equals(e.getMessage()), "another error text was given");
      story.refused(what, BadBlobException.TEXT);
      return;
    }
    throw new DemoFailedException("it was possible to " + what);
  }

  private void decrypt(Keyring keyring, String what, String token, String user)
      throws TokenException {
    try {
      keyring.decrypt(token, VaultScene.place(user));
    } catch (FieldDecryptionException e) {
      story.refused(what, String.valueOf(e.getMessage()));
      return;
    }
    throw new DemoFailedException(what + " was accepted");
  }
}
