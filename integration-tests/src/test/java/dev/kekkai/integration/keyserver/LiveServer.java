package dev.kekkai.integration.keyserver;

import dev.kekkai.keyserver.KeyServer;
import dev.kekkai.keyserver.config.KeyServerConfig;

/** A key server in this process, on the token and the database of a site. */
final class LiveServer implements AutoCloseable {
  private final KeyServer server;

  private LiveServer(KeyServer server) {
    this.server = server;
  }

  static LiveServer start(Site site, String name) throws Exception {
    KeyServer server = new KeyServer(KeyServerConfig.load(site.serverConfig(name)));
    server.start();
    return new LiveServer(server);
  }

  int port() {
    return server.port();
  }

  String url() {
    return "https://localhost:" + port();
  }

  @Override
  public void close() {
    server.close();
  }
}
