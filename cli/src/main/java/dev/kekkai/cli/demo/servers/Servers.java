package dev.kekkai.cli.demo.servers;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The key server and the database, each a process of its own. */
final class Servers implements AutoCloseable {
  private static final int HTTP_OK = 200;
  private static final int WAIT_MILLIS = 2000;

  private final ServersFolder folder;
  private final Ports ports;
  private @Nullable ChildJvm database;
  private @Nullable ChildJvm keyServer;

  Servers(ServersFolder folder, Ports ports) {
    this.folder = folder;
    this.ports = ports;
  }

  /** Starts the database; its process id. */
  long startDatabase() throws IOException, InterruptedException {
    ChildJvm started =
        ChildJvm.start(
            "database",
            folder.log("database"),
            "org.h2.tools.Server",
            "-tcp",
            "-tcpPort",
            Integer.toString(ports.database()),
            "-ifNotExists",
            "-baseDir",
            folder.path().resolve("database").toString());
    database = started;
    started.await(this::isDatabaseListening);
    return started.pid();
  }

  private boolean isDatabaseListening() {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.database()), WAIT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Starts the key server; its process id. */
  long startKeyServer() throws IOException, InterruptedException {
    ChildJvm started =
        ChildJvm.start(
            "key server",
            folder.log("key-server"),
            "dev.kekkai.cli.Main",
            "serve",
            "--config",
            folder.keyServer("key-server.yaml").toString());
    keyServer = started;
    started.await(this::isKeyServerReady);
    return started.pid();
  }

  private boolean isKeyServerReady() throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://127.0.0.1:" + ports.management() + "/readyz")
                .toURL()
                .openConnection();
    connection.setConnectTimeout(WAIT_MILLIS);
    connection.setReadTimeout(WAIT_MILLIS);
    try {
      return connection.getResponseCode() == HTTP_OK;
    } catch (IOException e) {
      return false;
    } finally {
      connection.disconnect();
    }
  }

  void stopKeyServer() throws InterruptedException {
    if (keyServer != null) {
      keyServer.stop();
      keyServer = null;
    }
  }

  @Override
  public void close() {
    if (keyServer != null) {
      keyServer.close();
    }
    if (database != null) {
      database.close();
    }
  }
}
