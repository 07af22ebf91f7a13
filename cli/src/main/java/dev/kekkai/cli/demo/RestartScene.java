package dev.kekkai.cli.demo;

import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.cryptoki.BindingFactory;
import dev.kekkai.cryptoki.Cryptoki;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.cryptoki.TokenHealth;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.formats.FieldDecryptionException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The HSM restarts under the running application: the module is finalised behind its back, and with
 * it every session, the login and the DEK in the token are gone.
 */
final class RestartScene {
  private final Stage stage;
  private final Story story;

  RestartScene(Stage stage) {
    this.stage = stage;
    this.story = stage.story();
  }

  void play() throws TokenException, SQLException, FieldDecryptionException {
    story.scene("The HSM restarts while the application runs");
    try (Keyring keyring = stage.newKeyring()) {
      keyring.openAll();
      restart();
      story.refused("gone", "all sessions, the login, and the DEK in the token");
      long start = System.nanoTime();
      VaultScene.mustRead(stage, keyring);
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      TokenHealth health = stage.provider().health().token();
      story.claim(health != null && health.recoveries() == 1, "no recovery seen");
      story.shown(
          "the application reads on",
          String.format(
              Locale.ROOT,
              "all %d secrets, after %d ms: logged in again, KEK proved, DEK unwrapped again",
              stage.secrets().size(),
              millis));
    }
  }

  private void restart() throws TokenException {
    KekkaiConfig config = stage.provider().source().config();
    Cryptoki other =
        BindingFactory.usual().load(config.module().path(), config.module().nativeDir());
    try {
      other.C_Finalize();
    } finally {
      other.release();
    }
  }
}
