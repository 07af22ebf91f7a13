package dev.kekkai.cli.demo;

import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Cko;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.Keyring;

/** The application shuts down: its DEK is gone from the token, and its keyring works no more. */
final class ShutdownScene {
  private static final byte[] VALUE = {1};

  private final Stage stage;
  private final Story story;

  ShutdownScene(Stage stage) {
    this.stage = stage;
    this.story = stage.story();
  }

  void play() throws TokenException {
    story.scene("The application shuts down");
    Keyring keyring = stage.newKeyring();
    try {
      keyring.openAll();
      int during = sessionKeys();
      story.claim(during == 1, during + " DEK objects in the token while 1 DEK is open");
    } finally {
      keyring.close();
    }
    story.claim(sessionKeys() == 0, "a DEK object is still in the token");
    story.shown("DEK objects in the token", "1 while the keyring was open, 0 after close()");
    try {
      keyring.encrypt(Stage.DEK, VALUE, VaultScene.place("x"));
    } catch (TokenException e) {
      story.refused("use after close()", String.valueOf(e.getMessage()));
      return;
    }
    throw new DemoFailedException("a closed keyring encrypted");
  }

  private int sessionKeys() throws TokenException {
    Template sessionKeys =
        Template.builder().with(Cka.CLASS, Cko.SECRET_KEY).with(Cka.TOKEN, false).build();
    return stage.provider().source().get().with(session -> session.find(sessionKeys).size());
  }
}
