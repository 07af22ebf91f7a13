package dev.kekkai.integration.keyserver;

import dev.kekkai.formats.httpsig.SignatureAlgorithm;
import dev.kekkai.formats.kekset.SealKeyFile;
import dev.kekkai.keyserver.config.KeyServerConfig;
import dev.kekkai.keyserver.db.Database;
import dev.kekkai.keyserver.registry.RegistryDocument;
import dev.kekkai.keyserver.registry.RegistryStore;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.testkit.TestFolders;
import dev.kekkai.testkit.TestToken;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What key servers and their clients need: keys on a token, an empty database, certificates, and
 * the files of them all in one folder.
 */
final class Site {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final int SEAL_BITS = 256;

  private final TestToken token;
  private final Path folder;
  private final String suffix = "-" + NUMBER.incrementAndGet();
  private final List<String> keks;
  private final String databaseUrl;
  private final TestCa ca = new TestCa("Test CA");

  private Site(TestToken token, Path folder, List<String> keks) throws Exception {
    this.token = token;
    this.folder = folder;
    this.keks = keks;
    this.databaseUrl = Postgres.shared().newDatabase();
  }

  /** Makes the keys, and everything that all servers share. */
  static Site prepare(TestToken token, String folder, KekSpec... keks) throws Exception {
    Site site = bare(token, folder, Arrays.stream(keks).map(KekSpec::name).toList());
    try (KekkaiProvider provider = token.provider()) {
      for (KekSpec kek : keks) {
        provider.maker().create(kek);
      }
      site.makeSealKey(provider, "audit-seal");
      site.makeSealKey(provider, "keks-seal");
    }
    return site;
  }

  /**
   * Everything but the keys.
   *
   * @param folder its name; deleted first
   * @param keks names of the KEKs to serve
   */
  static Site bare(TestToken token, String folder, List<String> keks) throws Exception {
    Site site = new Site(token, TestFolders.empty("key-server-" + folder), keks);
    site.ca.writeRoot(site.file("ca.pem"));
    site.ca.issue("server", site.folder);
    return site;
  }

  private void makeSealKey(KekkaiProvider provider, String name) throws Exception {
    TokenKey key = provider.maker().create(KekSpec.seal(keyName(name), SEAL_BITS));
    SealKeyFile.write(file(name + ".pem"), List.of((ECPublicKey) key.publicKey()));
  }

  /** The name of {@code audit-seal} or {@code keks-seal} on the token, which others may share. */
  String keyName(String sealKey) {
    return sealKey + suffix;
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  String databaseUrl() {
    return databaseUrl;
  }

  Path auditSealKey() {
    return file("audit-seal.pem");
  }

  Path keksSealKey() {
    return file("keks-seal.pem");
  }

  /** The file that a server's witness writes. */
  Path witness(String server) {
    return file(server + ".witness");
  }

  TestClient client(String id, SignatureAlgorithm... algorithms) throws Exception {
    return TestClient.make(id, ca, folder, algorithms);
  }

  /**
   * Writes a server's key-server.yaml.
   *
   * @param more sections that it has besides
   */
  Path serverConfig(String name, String... more) throws Exception {
    String yaml =
        """
        name: NAME
        environment: development
        kekkai: KEKKAI
        listen: 127.0.0.1:0
        management: 127.0.0.1:0
        seal-key: audit-sealSUFFIX
        catalogue-seal-key: keks-sealSUFFIX
        keks: [KEKS]
        keks-look: 200ms
        tls: {certificate: server-cert.pem, key: server-key.pem, client-ca: ca.pem}
        database: {url: "URL", user: USER}
        audit: {witness: ["file:NAME.witness"]}
        """
            .replace("NAME", name)
            .replace("KEKKAI", token.propertiesFile("kekkai" + suffix + ".properties").toString())
            .replace("SUFFIX", suffix)
            .replace("KEKS", String.join(", ", keks))
            .replace("URL", databaseUrl)
            .replace("USER", Postgres.USER);
    return Files.writeString(file(name + ".yaml"), yaml + String.join("", more));
  }

  /** Makes clients known to all servers of the database. */
  void register(String... entries) throws Exception {
    String yaml = Stream.of(entries).collect(Collectors.joining("", "format: 1\nclients:\n", ""));
    KeyServerConfig config = KeyServerConfig.load(serverConfig("registrar"));
    try (Database database = Database.open(config.database())) {
      new RegistryStore(database.connections(), Clock.systemUTC())
          .apply(RegistryDocument.parse("clients.yaml", yaml), "test", 0);
    }
  }

  /** Suspends a client at all servers of the database. */
  void suspend(String client) throws Exception {
    KeyServerConfig config = KeyServerConfig.load(serverConfig("registrar"));
    try (Database database = Database.openExisting(config.database())) {
      new RegistryStore(database.connections(), Clock.systemUTC())
          .suspend(client, "test", "for the test");
    }
  }

  /** Writes a client's kekkai-client.properties. */
  Path clientConfig(TestClient client, SignatureAlgorithm algorithm, String deadline, int... ports)
      throws Exception {
    String urls =
        Arrays.stream(ports)
            .mapToObj(port -> "https://localhost:" + port)
            .collect(Collectors.joining(", "));
    String text =
        """
        urls = URLS
        certificate = CERTIFICATE
        key = PRIVATE
        ca = ca.pem
        key-id = KEYID
        signing-key = SIGNING
        seal-key = keks-seal.pem
        kek-set = keks.jws
        kek-set.refresh = never
        deadline = DEADLINE
        """
            .replace("URLS", urls)
            .replace("CERTIFICATE", client.identity().certificate().toString())
            .replace("PRIVATE", client.identity().key().toString())
            .replace("KEYID", client.keyId(algorithm))
            .replace("SIGNING", client.signingKey(algorithm).toString())
            .replace("DEADLINE", deadline);
    return Files.writeString(file(client.id() + ".properties"), text);
  }
}
