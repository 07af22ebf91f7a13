package dev.kekkai.cli.demo.servers;

import dev.kekkai.cli.SoftHsm;
import dev.kekkai.cli.demo.Story;
import dev.kekkai.client.ClientConfig;
import dev.kekkai.client.Clients;
import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.formats.kekset.KekSet;
import dev.kekkai.formats.kekset.SealKeyFile;
import dev.kekkai.keyserver.config.KeyServerConfig;
import dev.kekkai.keyserver.db.Database;
import dev.kekkai.keyserver.registry.RegistryDocument;
import dev.kekkai.keyserver.registry.RegistryStore;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.TokenKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * Story B in scenes: this process is the application server; the key server and the database are
 * processes of their own.
 */
public final class TwoServersDemo {
  private static final String TOKEN = "kekkai-key-server";
  private static final int KEK_BITS = 521;

  private final Story story;
  private final ServersFolder folder;
  private final Path module;

  /**
   * Makes the demo.
   *
   * @param story tells it
   * @param folder where to work, new and empty
   * @param module the SoftHSM2 library, its configuration named by the environment
   */
  public TwoServersDemo(Story story, Path folder, Path module) {
    this.story = story;
    this.folder = new ServersFolder(folder);
    this.module = module;
  }

  /**
   * Plays it.
   *
   * @throws Exception when something is not as the demo says
   */
  public void run() throws Exception {
    Ports ports = Ports.free();
    ServerFiles files = new ServerFiles(folder, ports);
    try (Servers servers = new Servers(folder, ports)) {
      prepare(files, servers);
      KeyServerConfig config = KeyServerConfig.load(folder.keyServer("key-server.yaml"));
      try (Database database = Database.open(config.database())) {
        register(database);
        play(servers, database);
      }
    }
  }

  private void prepare(ServerFiles files, Servers servers) throws Exception {
    story.scene("A token for the key server, which alone can open");
    SoftHsm.prepare(Map.of(SoftHsm.VARIABLE, folder.softHsmConf().toString()), folder.path());
    files.write(module, TOKEN);
    SoftHsm.createToken(module, TOKEN, folder.keyServer("token.pin"));
    try (KekkaiProvider provider = provider()) {
      TokenKey kek = provider.maker().create(KekSpec.ec(Vault.KEK, KEK_BITS));
      story.shown("the private KEK never leaves it", kek.toString());
      export(provider, "audit-seal", folder.auditor("audit-seal.pem"));
      export(provider, "keks-seal", folder.application("keks-seal.pem"));
    }
    story.fact("the database", "runs as process " + servers.startDatabase());
  }

  private KekkaiProvider provider() {
    return KekkaiProvider.of(KekkaiConfig.load(folder.keyServer("kekkai.properties")));
  }

  private void export(KekkaiProvider provider, String name, Path file)
      throws TokenException, IOException {
    TokenKey key = provider.maker().create(KekSpec.seal(name, 256));
    SealKeyFile.write(file, List.of((ECPublicKey) key.publicKey()));
    story.shown(
        "a key that only signs", name + ", its public half in " + folder.path().relativize(file));
  }

  private void register(Database database) throws Exception {
    Path file = folder.keyServer("clients.yaml");
    RegistryDocument document = RegistryDocument.parse(file.toString(), Files.readString(file));
    new RegistryStore(database.connections(), Clock.systemUTC()).apply(document, "demo", 0);
    story.fact("one client is registered", document.clients().get(0).id());
  }

  private void play(Servers servers, Database database) throws Exception {
    try (Clients clients =
        Clients.from(ClientConfig.load(folder.application("kekkai-client.properties")))) {
      Operator operator = new LocalOperator(servers, database, this::rotate);
      Vault vault = Vault.empty(story, clients, operator);
      story.fact("the key server", "runs " + operator.start());
      KekSet set = clients.keyServer().refreshKeks();
      story.shown(
          "the application has the public KEK",
          set.primaries().get(Vault.KEK) + ", in a list that keks-seal has signed");
      vault.play();
      operator.stop();
      new AuditScene(story, folder, database).play();
    }
    leave();
  }

  private void rotate() throws TokenException {
    try (KekkaiProvider provider = provider()) {
      provider.maker().rotate(Vault.KEK);
    }
  }

  private void leave() {
    story.say("");
    story.say("Left in " + folder.path() + ": the configurations, keys and logs of both servers.");
  }
}
