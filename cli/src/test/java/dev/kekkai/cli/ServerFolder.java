package dev.kekkai.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A key server's configuration with a database in files, for commands that run beside it. */
final class ServerFolder {
  private final Path folder;

  private ServerFolder(Path folder) {
    this.folder = folder;
  }

  /** Writes key-server.yaml, and what it names. */
  static ServerFolder write(Path folder) throws Exception {
    for (String name : List.of("kekkai.properties", "server.pem", "server.key", "clients.pem")) {
      Files.writeString(folder.resolve(name), "x");
    }
    ServerFolder written = new ServerFolder(folder);
    Files.writeString(
        written.config(),
        """
        name: keys-1
        kekkai: kekkai.properties
        listen: 127.0.0.1:0
        seal-key: audit-seal
        catalogue-seal-key: catalogue-seal
        keks: [cards]
        tls: {certificate: server.pem, key: server.key, client-ca: clients.pem}
        database: {url: "URL", user: kekkai}
        """
            .replace("URL", written.databaseUrl()));
    return written;
  }

  Path config() {
    return folder.resolve("key-server.yaml");
  }

  private String databaseUrl() {
    return "jdbc:h2:file:" + folder.resolve("database") + ";MODE=PostgreSQL;WRITE_DELAY=0";
  }
}
