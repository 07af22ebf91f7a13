package dev.kekkai.integration.keyserver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A port that stays, before a server that is killed and comes back on another one. So nothing has
 * to be started on a port that somebody else may have by then. Thread-safe.
 */
final class Relay implements AutoCloseable {
  private static final int BACKLOG = 200;
  private static final int CONNECT_MILLIS = 2000;
  private static final int BLOCK = 16 << 10;
  private static final int NOWHERE = 0;

  private final ServerSocket listener;
  private volatile int target = NOWHERE;

  Relay() throws IOException {
    listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    start("relay-" + listener.getLocalPort(), this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Where connections go from now on. */
  void to(int port) {
    target = port;
  }

  /** New connections end at once. Those that there are stay, until their server ends. */
  void toNowhere() {
    target = NOWHERE;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        connect(listener.accept());
      } catch (IOException e) {
        // closed, or one connection less
      }
    }
  }

  private void connect(Socket client) {
    start("relay-connect", () -> pair(client, new Socket()));
  }

  private void pair(Socket client, Socket server) {
    try {
      int port = target;
      if (port == NOWHERE) {
        client.close();
        return;
      }
      server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      start("relay-back", () -> copy(server, client));
      copy(client, server);
    } catch (IOException e) {
      end(client);
      end(server);
    }
  }

  /** Until the end of one direction; the other one goes on. A broken connection ends both. */
  private static void copy(Socket from, Socket to) {
    byte[] block = new byte[BLOCK];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        out.write(block, 0, n);
      }
      to.shutdownOutput();
      if (from.isOutputShutdown()) {
        end(from);
        end(to);
      }
    } catch (IOException e) {
      end(from);
      end(to);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // closed is closed
    }
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
