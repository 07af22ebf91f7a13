package dev.kekkai.cli.keyserver;

import dev.kekkai.cli.CliException;
import dev.kekkai.cli.Globals;
import dev.kekkai.keyserver.config.KeyServerConfig;
import dev.kekkai.keyserver.db.Database;

/** The key server's configuration, for commands that run beside it. */
final class ServerConfig {
  private ServerConfig() {}

  static KeyServerConfig load(Globals globals) throws CliException {
    return KeyServerConfig.load(globals.configFile("key-server.yaml"));
  }

  /** The servers' database as it is. */
  static Database database(Globals globals) throws CliException {
    return Database.openExisting(load(globals).database());
  }

  /** The same, and its tables are made: for what may come before the first server. */
  static Database newDatabase(Globals globals) throws CliException {
    return Database.open(load(globals).database());
  }
}
