package dev.kekkai.keyserver.db;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between a client and PostgreSQL, and loses what a test wants lost. */
public final class CuttableProxy implements AutoCloseable {
  /** How PostgreSQL answers a commit: CommandComplete with its tag. */
  private static final String COMMITTED = "COMMIT\0";

  private final ServerSocket server;
  private final int port;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean losesNextCommit;
  private volatile boolean refuses;

  public CuttableProxy(int port) throws IOException {
    this.port = port;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** The next commit takes place, and nobody hears of it: the connection breaks instead. */
  public void loseNextCommit() {
    losesNextCommit = true;
  }

  public boolean hasLostIt() {
    return !losesNextCommit;
  }

  /** Breaks all connections, and new ones while it refuses. */
  public void refuse(boolean isRefusing) {
    refuses = isRefusing;
    if (isRefusing) {
      cut();
    }
  }

  public void cut() {
    sockets.forEach(CuttableProxy::close);
    sockets.clear();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        if (refuses) {
          client.close();
          continue;
        }
        Socket database = new Socket(InetAddress.getLoopbackAddress(), port);
        sockets.add(client);
        sockets.add(database);
        start(() -> copy(client, database, false));
        start(() -> copy(database, client, true));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void copy(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[1 << 16];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (answers && losesNextCommit && tells(buffer, read)) {
          losesNextCommit = false;
          break;
        }
        out.write(buffer, 0, read);
      }
    } catch (IOException e) {
      // cut
    }
    close(from);
    close(to);
  }

  private static boolean tells(byte[] buffer, int length) {
    return new String(buffer, 0, length, StandardCharsets.ISO_8859_1).contains(COMMITTED);
  }

  private static void start(Runnable runnable) {
    Thread thread = new Thread(runnable, "cuttable-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is gone
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
  }
}
