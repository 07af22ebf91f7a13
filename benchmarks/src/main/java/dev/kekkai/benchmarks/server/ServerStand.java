package dev.kekkai.benchmarks.server;

import dev.kekkai.benchmarks.contender.BenchToken;
import dev.kekkai.client.ClientConfig;
import dev.kekkai.client.Clients;
import dev.kekkai.config.Environment;
import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.formats.kekset.SealKeyFile;
import dev.kekkai.keyserver.db.Database;
import dev.kekkai.keyserver.db.DatabaseSettings;
import dev.kekkai.keyserver.registry.RegistryDocument;
import dev.kekkai.keyserver.registry.RegistryStore;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.TokenKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A key server on one token: its KEKs made, its client registered, its process running, and a
 * client connected to it. For one thread.
 */
final class ServerStand implements AutoCloseable {
  /** A KEK beside those that are measured: on P-256, which costs the least. */
  static final String WARM_UP = "warm-up";

  private final Map<ServerKek, String> bareInputs;
  private final KeyServerProcess server;
  private final Clients clients;
  private final CpuClock clock;

  private ServerStand(
      Map<ServerKek, String> bareInputs, KeyServerProcess server, Clients clients, CpuClock clock) {
    this.bareInputs = bareInputs;
    this.server = server;
    this.clients = clients;
    this.clock = clock;
  }

  /**
   * Sets everything up.
   *
   * @param folder where the token's files are
   * @param token the token's name
   * @param keks those on this token
   * @param database where its tables go
   */
  static ServerStand start(Path folder, String token, List<ServerKek> keks, BenchDatabase database)
      throws Exception {
    ServerFiles files = new ServerFiles(folder.resolve("server-" + token));
    Path configuration = BenchToken.configuration(folder, token, "software");
    int port;
    int management;
    InetAddress here = InetAddress.getLoopbackAddress();
    try (ServerSocket first = new ServerSocket(0, 1, here);
        ServerSocket second = new ServerSocket(0, 1, here)) {
      port = first.getLocalPort();
      management = second.getLocalPort();
    }
    String url = database.create(token);
    List<String> names =
        Stream.concat(keks.stream().map(ServerKek::id), Stream.of(WARM_UP)).toList();
    files.write(configuration, names, url, port, management);
    Map<ServerKek, String> inputs = makeKeys(configuration, keks, files);
    register(url, files);
    KeyServerProcess server = KeyServerProcess.start(files.server(), management);
    Clients clients = null;
    try {
      clients = Clients.from(ClientConfig.load(files.client()));
      clients.keyServer().refreshKeks();
      return new ServerStand(inputs, server, clients, new CpuClock(server.pid(), database.pid()));
    } catch (Exception e) {
      if (clients != null) {
        clients.close();
      }
      server.close();
      throw e;
    }
  }

  private static Map<ServerKek, String> makeKeys(
      Path configuration, List<ServerKek> keks, ServerFiles files)
      throws TokenException, GeneralSecurityException, IOException {
    Map<ServerKek, String> inputs = new EnumMap<>(ServerKek.class);
    try (KekkaiProvider provider = KekkaiProvider.of(KekkaiConfig.load(configuration))) {
      for (ServerKek kek : keks) {
        inputs.put(kek, BareInput.line(provider.maker().create(kek.spec())));
      }
      provider.maker().create(KekSpec.ec(WARM_UP, 256));
      provider.maker().create(KekSpec.seal(ServerFiles.AUDIT_SEAL, 256));
      TokenKey seal = provider.maker().create(KekSpec.seal(ServerFiles.KEKS_SEAL, 256));
      SealKeyFile.write(files.publicSealKey(), List.of((ECPublicKey) seal.publicKey()));
    }
    return inputs;
  }

  private static void register(String url, ServerFiles files) throws Exception {
    DatabaseSettings settings =
        new DatabaseSettings(
            url,
            BenchDatabase.USER,
            null,
            Environment.DEVELOPMENT,
            2,
            DatabaseSettings.DEFAULT_CONNECT_TIMEOUT,
            DatabaseSettings.DEFAULT_STATEMENT_TIMEOUT,
            DatabaseSettings.DEFAULT_SOCKET_TIMEOUT);
    try (Database database = Database.open(settings)) {
      RegistryDocument document =
          RegistryDocument.parse(files.clients().toString(), Files.readString(files.clients()));
      new RegistryStore(database.connections(), Clock.systemUTC()).apply(document, "bench", 0);
    }
  }

  /** What the C loop needs to open with a KEK. */
  String bareInput(ServerKek kek) {
    String input = bareInputs.get(kek);
    if (input == null) {
      throw new IllegalArgumentException(kek + " is on another token");
    }
    return input;
  }

  /** How many requests the server has answered. */
  long requests() throws IOException {
    return (long) server.metric("kekkai_server_requests_seconds_count");
  }

  Clients clients() {
    return clients;
  }

  CpuClock clock() {
    return clock;
  }

  @Override
  public void close() {
    clients.close();
    server.close();
  }
}
