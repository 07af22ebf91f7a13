package dev.kekkai.cli.demo;

import dev.kekkai.cli.CliException;
import dev.kekkai.cli.ConfigTemplate;
import dev.kekkai.cli.PrivateFiles;
import dev.kekkai.cli.SoftHsm;
import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.jdbc.StoreDatabase;
import dev.kekkai.provider.KekkaiProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The order of the scenes, and what has to be there before the first. */
final class Demo {
  private static final String TOKEN = "kekkai-demo";

  private final Story story;
  private final DemoFolder folder;
  private final Path module;

  Demo(Story story, DemoFolder folder, Path module) {
    this.story = story;
    this.folder = folder;
    this.module = module;
  }

  void run() throws Exception {
    prepare();
    KekkaiConfig config = KekkaiConfig.load(folder.config());
    try (StoreDatabase database = StoreDatabase.open(folder.databaseUrl(), config.environment())) {
      Users users = new Users(database.connections());
      users.createTable();
      try (KekkaiProvider provider = KekkaiProvider.of(config)) {
        play(new Stage(story, folder, provider, database, users, People.five()));
      }
    }
    leave();
  }

  private void prepare() throws IOException, TokenException, CliException {
    SoftHsm.prepare(Map.of(SoftHsm.VARIABLE, folder.softHsmConf().toString()), folder.path());
    SoftHsm.createToken(module, TOKEN, folder.pin());
    PrivateFiles.write(
        folder.config(),
        ConfigTemplate.fill(
                Map.of(
                    "module",
                    module.toString(),
                    "token",
                    TOKEN,
                    "pin",
                    "file:token.pin",
                    "bulk",
                    "hsm",
                    "kek",
                    Stage.KEK,
                    "store",
                    folder.databaseUrl()))
            + "\n# The demo leaves nothing outside its folder.\nstate.dir = state\n");
  }

  private static void play(Stage stage) throws Exception {
    new KekScene(stage).play();
    new VaultScene(stage).play();
    new ThiefScene(stage).play();
    new TamperScene(stage).play();
    new RotationScene(stage).play();
    new RestartScene(stage).play();
    new SpeedScene(stage).play();
    new ShutdownScene(stage).play();
  }

  private void leave() throws IOException {
    story.say("Left in " + folder.path() + ":");
    story.say("  " + String.join(", ", folder.content()));
    story.say("Look at it with: ./kekkai kek list --config " + folder.config());
  }
}
